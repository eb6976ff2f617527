"""Counterexamples of tokens and exchanges that were deployed, and of drafts of these."""

from __future__ import annotations

from typing import Final

from hollowbeam_conformance.fill.counterexamples.records import Counterexample as Row
from hollowbeam_conformance.fill.counterexamples.records import Section

TOKENS: Final = (
    Row(
        "An atomic token whose transfer of -500 stole (permaweb/atomic-token: the thief went from "
        "1 to 501, the victim from 1,000 to 500)",
        "anybody takes from anybody",
        "ast-4-theft",
        "SAB-AST-4b",
    ),
    Row(
        "The same, with a token",
        "anybody takes from anybody",
        "tok-3-theft",
        "SAB-TOK-3a",
    ),
    Row(
        "An allowance of -500 raised what could be spent from 1 to 501 (permaweb/atomic-token)",
        "units are made of nothing",
        "ast-3-allow",
        "SAB-AST-3b",
    ),
    Row(
        "The same, with a token",
        "units are made of nothing",
        "tok-2-allow",
        "SAB-TOK-2b",
    ),
    Row(
        "A fraction of a unit was transferred (permaweb/atomic-token)",
        "an asset has more parts than units",
        "ast-4-half",
        "SAB-AST-4a",
    ),
    Row(
        "The same, with a token",
        "what is rounded is made or lost",
        "tok-3-half",
        "SAB-TOK-3f",
    ),
    Row(
        "A call on the wrong layer was a silent no-op (permaweb/U: allow, claim, reject)",
        "who pays is told that all is well, and nothing happened",
        "tok-2-claim",
        "SAB-TOK-2c",
    ),
    Row(
        "A transfer to oneself reads the balance before it is spent",
        "units are made of nothing",
        "tok-7-to-oneself",
        "SAB-TOK-7a",
    ),
    Row(
        "A process bounces a credit that another was sent, or a wallet says that one bounced",
        "whoever forges a Bounce takes from others",
        "tok-12-wallet",
        "SAB-TOK-12a",
    ),
    Row(
        "A lock of the bridge mints again, with the same proof",
        "more is wrapped than was locked",
        "tok-15-again",
        "SAB-TOK-15a",
    ),
    Row(
        "A lock mints before it is confirmed, and is reorganised away",
        "more is wrapped than was locked",
        "tok-14-one-short",
        "SAB-TOK-14a",
    ),
    Row(
        "Several burns together ask for more than was locked",
        "originals are released that others own",
        "tok-19-again",
        "SAB-TOK-19c",
    ),
)

EXCHANGE: Final = (
    Row(
        "Who spent 99 at a price of 100 paid 99 and got nothing (permaweb/ucm)",
        "a purchase that buys nothing is paid",
        "ucm-30-buy-for-99-at-100",
        "SAB-UCM-30a",
    ),
    Row(
        "Who spent 350 at a price of 100 paid 348 and a fee, and got 3 (permaweb/ucm)",
        "the remainder of a purchase is lost",
        "ucm-29-buy-for-350-at-100",
        "SAB-UCM-29c",
    ),
    Row(
        "Of orders at one price the last came first, and the order flipped with each call "
        "(permaweb/ucm: a comparator that is not antisymmetric sorts the state in place)",
        "who waits longest waits for ever",
        "ucm-23-equal-prices-last-in-last",
        "SAB-UCM-23a",
    ),
    Row(
        "There was no priority of prices at all (permaweb/ucm)",
        "who buys pays more than somebody asks",
        "ucm-23-cheapest-ask",
        "SAB-UCM-23b",
    ),
    Row(
        "Limits met only when one price was exactly the inverse of the other, so a bid of 100 did "
        "not meet an ask of 90 (permaweb/ucm)",
        "a crossed book that does not trade",
        "ucm-26-limits-cross-without-being-equal",
        "SAB-UCM-26d",
    ),
    Row(
        "A fee of 0.5 % was rounded off both legs: of 1,000 assets the buyer got 995 "
        "(permaweb/ucm)",
        "the buyer pays in assets that nobody receives",
        "ucm-24-no-fee-on-either-leg",
        "SAB-UCM-24d",
    ),
    Row(
        "The fee that was computed was 5 in 10,000, and what was sent 995 of 1,000 (ao-ucm)",
        "the seller pays a fee that nobody receives",
        "ucm-24-no-fee-on-either-leg",
        "SAB-UCM-24c",
    ),
    Row(
        "Mallory listed Alice's 100 assets as her own order, by the id of Alice's allowance "
        "(permaweb/ucm: the owner of a foreign claim was not looked at)",
        "who sees a deposit sells it",
        "ucm-7-another-s-assets-as-one-s-own-order",
        "SAB-UCM-7a",
    ),
    Row(
        "The same, by a notice that the thief sends",
        "who says that it deposited has deposited",
        "ucm-4-claim-of-another",
        "SAB-UCM-4a",
    ),
    Row(
        "A price was a floating number (permaweb/ucm)",
        "what is rounded is made or lost, in another way by each implementation",
        "ucm-3-price-is-no-fraction",
        "SAB-UCM-3c",
    ),
    Row(
        "An order fills as many others as there are, two funded messages each",
        "a match that no budget pays for",
        "ucm-26-fills-2",
        "SAB-UCM-26c",
    ),
    Row(
        "An order says itself how many others it fills",
        "a match that no evaluator can afford",
        "ucm-15-too-many",
        "SAB-UCM-15a",
    ),
)

STAKING: Final = (
    Row(
        "A further stake replaced the first (Warp's fixture staking-contract.js)",
        "who stakes twice loses the first stake",
        "stk-9-leaves-as-one",
        "SAB-STK-9d",
    ),
    Row(
        "There was no way to unstake (the same fixture)",
        "stake is lost",
        "stk-10-whole-participant",
        "SAB-STK-10b",
    ),
)

SECTIONS: Final = (
    Section("Tokens that stole", "tokens", TOKENS),
    Section("Exchanges that lost", "exchanges", EXCHANGE),
    Section("Stakes that were overwritten", "stakes", STAKING),
)

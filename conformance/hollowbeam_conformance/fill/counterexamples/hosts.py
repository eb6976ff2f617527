"""Counterexamples of hosts and their logs: takeovers, anchors, the order of a block."""

from __future__ import annotations

from typing import Final

from hollowbeam_conformance.fill.counterexamples.records import Counterexample as Row
from hollowbeam_conformance.fill.counterexamples.records import Section

TAKEOVERS: Final = (
    Row(
        "A host signs a slot that pays the exchange, its result is attested and relayed at once; "
        "the host vanishes, and the next one gives that slot to another payment",
        "the same 10 U are held by Eve and owed to Sam",
        "rly-11-receipt",
        "SAB-RLY-11a",
    ),
    Row(
        "A relay of a slot that a takeover took back: its result names an assignment that is not "
        "on the surviving log",
        "a payment that never happened is credited",
        "rly-12-takeover",
        "SAB-RLY-12a",
    ),
    Row(
        "The same, seen from the lane of the target: of two assignments of a slot one lies in a "
        "bundle, and the relay names the other",
        "what was spent is spent twice",
        "seq-25-double-spend",
        "SAB-SEQ-25c",
    ),
    Row(
        "Another message comes under an identity that was spent, by another result of its source",
        "the first is delivered, and the second as well",
        "rly-14-other-result",
        "SAB-RLY-14a",
    ),
    Row(
        "A relayer learned a message of a slot that was lost with its host",
        "the message that took its place is blocked for ever",
        "rly-27-replaced",
        "SAB-RLY-27b",
    ),
    Row(
        "A new host knows no more than the bundles, and nobody hands over what the old one had "
        "admitted",
        "relays that arrived before the takeover arrive again",
        "seq-27-pairs",
        "SAB-SEQ-24c",
    ),
    Row(
        "A new host knows the highest durable slot, and not the digests below it",
        "a message that survived its host gets a second slot",
        "seq-8-taken-over",
        "SAB-SEQ-28a",
    ),
    Row(
        "A takeover starts below slots that are durable",
        "what was relayed from them is taken back, and stands at its targets",
        "gtw-13-takeover",
        "SAB-GTW-13a",
    ),
    Row(
        "A host without standing signs an entry past the survivors",
        "a fenced host still rules the log",
        "seq-18-old-host",
        "SAB-SEQ-18a",
    ),
    Row(
        "A partitioned host that does not know of its successor goes on in good faith",
        "followers take its slots for those of the log",
        "gtw-6-start-of-the-next",
        "SAB-GTW-6a",
    ),
)

VERDICTS: Final = (
    Row(
        "An honest evaluator signs slot 10 of term 1, and after a takeover the new slot 10: two "
        "signed results for one slot",
        "who was honest is convicted",
        "dre-25-takeover",
        "SAB-DRE-25a",
    ),
    Row(
        "An honest host returns in term 3 and gives a slot that it had given in term 1",
        "who was honest is convicted",
        "seq-30-term",
        "SAB-SEQ-30a",
    ),
    Row(
        "Somebody shows two results for one assignment, of which the accused signed one",
        "who was honest is convicted by a forgery",
        "dre-25-forged",
        "SAB-DRE-25d",
    ),
    Row(
        "The host of HB is accused before the contract that it hosts itself",
        "the accused reports its own fault, or none",
        "stk-20-slash-offender",
        "SAB-STK-20a",
    ),
    Row(
        "The evaluator of HB attests that a proof against itself was rejected",
        "nobody can be convicted who evaluates the judge",
        "dre-31-replayed-other",
        "SAB-DRE-31g",
    ),
)

ANCHORS: Final = (
    Row(
        "A host writes the height 10^9 into one assignment",
        "every unbonding, evidence and challenge window is over",
        "seq-22-height-10-to-the-9",
        "SAB-SEQ-22a",
    ),
    Row(
        "An evaluator believes an anchor that it has not seen",
        "windows end when the host says so",
        "dre-5-unseen",
        "SAB-DRE-5b",
    ),
    Row(
        "Anchors go back within a log",
        "a window that was over is open again",
        "seq-2-followed",
        "SAB-SEQ-2b",
    ),
    Row(
        "An action of the HB contract comes with an earlier height than the one before",
        "a wait ends, and begins again",
        "stk-4-one-back",
        "SAB-STK-4a",
    ),
    Row(
        "A host anchors in a block that may still be reorganised",
        "an orphan convicts an honest host of an omission",
        "seq-4-one-short",
        "SAB-SEQ-4b",
    ),
    Row(
        "The anchor moves from one branch of the chain to another",
        "a log is anchored in blocks that exclude each other",
        "seq-3-orphan",
        "SAB-SEQ-3b",
    ),
    Row(
        "A host signs nothing any more for a process whose item lies in a block, since the first "
        "assignment after it never comes",
        "an omission that no rule calls one",
        "seq-11-tick",
        "SAB-SEQ-11c",
    ),
    Row(
        "A host moves its anchor past the block in which an item waits",
        "who posts an item on Arweave is passed over",
        "seq-11-anchor",
        "SAB-SEQ-11b",
    ),
    Row(
        "A host assigns what was handed in while an item of a block waits",
        "forced inclusion forces nothing",
        "seq-11-direct",
        "SAB-SEQ-11a",
    ),
    Row(
        "A price is acted on long after the wallet signed it, at a block that the host chose",
        "liquidation on stale data, and value for whoever orders",
        "dre-8-late",
        "SAB-DRE-8a",
    ),
)

BLOCKS: Final = (
    Row(
        "Items of one block come in the order of their hashes: stake, deposit and order of one "
        "wallet kept their order in 16 of 100 blocks",
        "an order before its deposit errs",
        "seq-10-groups",
        "SAB-SEQ-10c",
    ),
    Row(
        "Items of one block come as the miner laid them",
        "who mines the block decides who is first",
        "seq-10-groups",
        "SAB-SEQ-10b",
    ),
    Row(
        "Relay 4 of a pair stands in the block before relay 3",
        "relay 4 is inadmissible for ever",
        "seq-12-retried",
        "SAB-SEQ-12b",
    ),
    Row(
        "A relay lies in a block whose predecessor is nowhere",
        "its lane stands still",
        "seq-12-gap",
        "SAB-SEQ-12a",
    ),
    Row(
        "A relayer gets its relay in between the items of wallets",
        "who relays decides who is first",
        "seq-10-relay-among-many",
        "SAB-SEQ-10d",
    ),
)

SECTIONS: Final = (
    Section("What a takeover takes back", "takeovers", TAKEOVERS),
    Section("Honest parties convicted, judges of their own", "verdicts", VERDICTS),
    Section("Clocks that a host can set", "anchors", ANCHORS),
    Section("The order within a block", "blocks", BLOCKS),
)

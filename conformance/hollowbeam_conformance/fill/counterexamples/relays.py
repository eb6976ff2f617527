"""Counterexamples of cranks: bounces, budgets, sequences, branches, relayers, repeated payments."""

from __future__ import annotations

from typing import Final

from hollowbeam_conformance.fill.counterexamples.records import Counterexample as Row
from hollowbeam_conformance.fill.counterexamples.records import Section

BOUNCES: Final = (
    Row(
        "A step that errs has an empty outbox, says one rule; it emits a Bounce, says another",
        "messages of a step that never took effect are sent",
        "dre-16-alone",
        "SAB-DRE-16e",
    ),
    Row(
        "A message goes to an id without a process",
        "it is never resolved, and its value is locked",
        "dre-9-relay",
        "SAB-DRE-9a",
    ),
    Row(
        "A wallet deposits with an exchange that nobody spawned",
        "the deposit is with nobody",
        "dre-9-a-deposit-to-nobody-comes-back",
        "SAB-DRE-16b",
    ),
    Row(
        "The handler of a Bounce traps",
        "its entry stays pending for ever, with the value in it",
        "dre-21-erred",
        "SAB-DRE-21a",
    ),
    Row(
        "A Bounce that could not be received is delivered again, and once more",
        "what it brings back is brought back twice",
        "dre-22-once",
        "SAB-DRE-22b",
    ),
    Row(
        "A redelivery that errs again is the last",
        "who pays to rescue a Bounce destroys it",
        "dre-22-stays",
        "SAB-DRE-22c",
    ),
    Row(
        "A transfer comes back twice",
        "the exchange owes what it never got",
        "ucm-10-bounced-twice",
        "SAB-UCM-13a",
    ),
    Row(
        "A transfer is told to have taken place, and then comes back",
        "one request is resolved twice",
        "ucm-10-bounced-after-delivery",
        "SAB-UCM-12a",
    ),
    Row(
        "A credit comes back to a token whose receiver has spent it meanwhile",
        "the handler errs, and the Bounce waits for ever",
        "tok-10-spent-in-part",
        "SAB-TOK-10a",
    ),
    Row(
        "The same, and the handler takes what is there",
        "the rest is forgotten",
        "tok-11-part",
        "SAB-TOK-11a",
    ),
    Row(
        "A message to a wallet is relayed, and no lane takes it",
        "its pair is never done",
        "rly-4-wallet",
        "SAB-RLY-4a",
    ),
)

BUDGETS: Final = (
    Row(
        "A message that was emitted without a budget is not relayed, and its relayer is at fault",
        "its pair is blocked for ever by a message that nobody can pay",
        "dre-14-unfunded",
        "SAB-DRE-14a",
    ),
    Row(
        "A message can pay for its step, and not for its way back",
        "the Bounce that should tell of it is never relayed",
        "rly-19-two",
        "SAB-RLY-19b",
    ),
    Row(
        "A message that could not be funded takes a number all the same",
        "the message after it waits for one that never comes",
        "dre-23-unsent",
        "SAB-DRE-23f",
    ),
    Row(
        "Relayers take up what is not funded",
        "they carry it at their own cost, or are blamed",
        "rly-28-unfunded",
        "SAB-RLY-28a",
    ),
    Row(
        "A step emits at its last hop",
        "messages travel for which no hop is left",
        "rly-20-none",
        "SAB-RLY-20a",
    ),
    Row(
        "A gift is rounded down, and nobody has the remainder",
        "budget is more than spent, refunded and in flight",
        "rly-25-remainder",
        "SAB-RLY-25c",
    ),
    Row(
        "A failed request reverses its charge, a million times over",
        "computation is free for who fails",
        "rly-21-root",
        "SAB-RLY-21c",
    ),
    Row(
        "A step that cannot pay its price is evaluated, and errs afterwards",
        "computation is free for who pays too little",
        "dre-11-short",
        "SAB-DRE-11a",
    ),
)

SEQUENCES: Final = (
    Row(
        "Relay (4, 0) was admitted and (6, 0) comes: the skipped (5, 0) for the same target is "
        "invisible",
        "a message is lost, and nobody can prove it",
        "rly-15-one-skipped",
        "SAB-RLY-15b",
    ),
    Row(
        "Messages are counted by their place in an outbox, not by their target",
        "what comes after what cannot be told",
        "dre-23-slots",
        "SAB-DRE-23e",
    ),
    Row(
        "Two relayers race with the same message",
        "it takes effect twice",
        "rly-14-race",
        "SAB-RLY-14a",
    ),
    Row(
        "An outbox of nothing, whose root is the hash of a message",
        "an empty root proves inclusion",
        "rly-8-empty-leaf",
        "SAB-RLY-8b",
    ),
    Row(
        "A root that nobody set, of zeros, as in Nomad's bridge",
        "any message is proven",
        "rly-8-zero-root",
        "SAB-RLY-8a",
    ),
    Row(
        "A snapshot holds the collections of a contract, and not how far its messages are counted",
        "who restores it sends under numbers that were used",
        "dre-26-split-2",
        "SAB-DRE-26b",
    ),
    Row(
        "A snapshot holds the collections of a contract, and not what is parked",
        "who restores it lost the Bounces that waited",
        "dre-26-parked",
        "SAB-DRE-26c",
    ),
)

BRANCHES: Final = (
    Row(
        "An evaluator signs a false credit of 10^6 U and is convicted; the true message comes "
        "under an identity that was used",
        "the true message is refused as a duplicate",
        "rly-16-branches",
        "SAB-RLY-16a",
    ),
    Row(
        "The same: the identity of a message does not name its branch",
        "two different messages have one name",
        "rly-1-branch",
        "SAB-RLY-1a",
    ),
    Row(
        "A source is evaluated again after a conviction, and counts on where the false result was",
        "true messages have numbers that no target waits for",
        "dre-30-next",
        "SAB-DRE-30b",
    ),
    Row(
        "A result is acted on that was convicted before",
        "the exchange sells for money that is known to be false",
        "dre-32-attested",
        "SAB-DRE-32a",
    ),
    Row(
        "A result is attested by a key that hosts nothing",
        "anybody credits anybody",
        "rly-10-stranger",
        "SAB-RLY-10a",
    ),
    Row(
        "A receiver that holds others' value acts before its guarantee is met",
        "it bears a loss that it did not choose",
        "rly-13-early",
        "SAB-RLY-13a",
    ),
    Row(
        "One member of a committee speaks for all of it",
        "a quorum is worth one key",
        "dre-31-quorum-few",
        "SAB-DRE-31i",
    ),
)

RELAYERS: Final = (
    Row(
        "A relayer brings a message that stands in no outbox",
        "a forged relay is admitted, and nobody is at fault",
        "seq-9-forged",
        "SAB-SEQ-9a",
    ),
    Row(
        "The same, at the proof itself",
        "whoever relays writes messages",
        "rly-8-forged",
        "SAB-RLY-8a",
    ),
    Row(
        "Relayers race, so nobody is responsible for a message that none brought",
        "a message is lost, and each blames another",
        "rly-39-late",
        "SAB-RLY-39e",
    ),
    Row(
        "The host of the target does not assign a relay that its relayer posted on Arweave",
        "the relayer is at fault for the host's omission",
        "rly-39-posted",
        "SAB-RLY-39a",
    ),
    Row(
        "A relayer hands its relay to a silent host, again and again",
        "the host passes it by, and nobody can see it",
        "rly-38-post",
        "SAB-RLY-38b",
    ),
    Row(
        "A relayer is blamed for a message whose guarantee was not met yet",
        "who could not relay is at fault",
        "rly-39-not-guaranteed",
        "SAB-RLY-39c",
    ),
)

REPETITIONS: Final = (
    Row(
        "A wallet pays the same twice, without an anchor",
        "two payments are one digest, and the second is refused",
        "msg-30-missing",
        "SAB-MSG-30a",
    ),
    Row(
        "A wallet pays the same twice, with a new anchor each time, as it is told to",
        "the second payment is refused all the same",
        "seq-8-other",
        "SAB-MSG-18c",
    ),
    Row(
        "One payment is signed a second time, which gives it another id",
        "one payment is made twice",
        "msg-18-signed-again",
        "SAB-MSG-18a",
    ),
    Row(
        "One payment is handed in again, slots later",
        "one payment is made twice",
        "seq-8-later",
        "SAB-SEQ-8b",
    ),
    Row(
        "A payment of the test network is handed in on another",
        "what was signed for play is paid",
        "msg-28-other-1",
        "SAB-MSG-28a",
    ),
    Row(
        "A contract spawns two processes in one step, and a Spawn of a contract has no digest",
        "two processes have one id",
        "dre-28-emitted",
        "SAB-DRE-28c",
    ),
)

SECTIONS: Final = (
    Section("Bounces that contradict their rules", "bounces", BOUNCES),
    Section("Messages that nobody pays for", "budgets", BUDGETS),
    Section("An order that cannot be checked", "sequences", SEQUENCES),
    Section("Attested, relayed, later convicted", "branches", BRANCHES),
    Section("Relays forged and left out", "relayers", RELAYERS),
    Section("Honest repetition", "repetitions", REPETITIONS),
)

"""Counterexamples of networks and libraries that were deployed: lost messages, items let pass."""

from __future__ import annotations

from typing import Final

from hollowbeam_conformance.fill.counterexamples.records import Counterexample as Row
from hollowbeam_conformance.fill.counterexamples.records import Section

NETWORKS: Final = (
    Row(
        "Of two messages of one outbox one was lost (ao 913): the proof of the second is looked "
        "for at another place",
        "a message is lost",
        "rly-8-two-outbox-messages",
        "SAB-RLY-8c",
    ),
    Row(
        "The same: the first is admitted, and not counted",
        "a message is lost",
        "rly-16-two-outbox-messages",
        "SAB-RLY-16c",
    ),
    Row(
        "The same: a relayer does not wait for the first to be admitted",
        "a message is sent in vain, and forgotten",
        "rly-37-two-outbox-messages",
        "SAB-RLY-36c",
    ),
    Row(
        "A messenger read the result of a slot before it was there, and took it for an empty one "
        "(ao 773)",
        "all messages of that slot are lost",
        "dre-33-early",
        "SAB-DRE-33a",
    ),
    Row(
        "A process was looked up before its Spawn was known, and a message to it failed (ao 651)",
        "an early message is lost",
        "dre-9-later",
        "SAB-DRE-9a",
    ),
    Row(
        "A checkpoint was asked for that was not there (ao 651)",
        "an evaluator goes on from another state than it was asked for",
        "dre-26-none-1",
        "SAB-DRE-26d",
    ),
    Row(
        "Two messages had one nonce (ao 503, ao 728): the host gives a slot twice",
        "two logs of one process",
        "seq-20-double",
        "SAB-SEQ-20c",
    ),
    Row(
        "The same, seen by who follows the log",
        "two logs of one process",
        "gtw-7-old",
        "SAB-GTW-7a",
    ),
    Row(
        "The same, seen by who evaluates it",
        "a slot takes effect twice",
        "dre-3-twice",
        "SAB-DRE-3a",
    ),
    Row(
        "The hash chain of the scheduler was not checked by who evaluates (ao 1112)",
        "a host rewrites a log that was read",
        "dre-3-fork",
        "SAB-DRE-3b",
    ),
    Row(
        "The same, by who hosts the next term",
        "a host rewrites a log that was read",
        "seq-21-chain",
        "SAB-SEQ-21a",
    ),
    Row(
        "The same, by who passes the log on",
        "a host rewrites a log that was read",
        "gtw-8-other",
        "SAB-GTW-8a",
    ),
    Row(
        "Messages were evaluated out of order, until a guard was added (aos 430)",
        "each evaluator has a state of its own",
        "dre-3-gap",
        "SAB-DRE-3a",
    ),
    Row(
        "The same: a gap is jumped over by who passes the log on",
        "each evaluator has a state of its own",
        "gtw-11-one",
        "SAB-GTW-11a",
    ),
    Row(
        "A slow subscriber is not sent what its queue could not take",
        "a gap that nobody notices",
        "gtw-24-older",
        "SAB-GTW-24b",
    ),
    Row(
        "Two processes answered each other 'not trusted' without end (ao 1057)",
        "a crank that never ends",
        "rly-26-ping-pong",
        "SAB-RLY-24c",
    ),
    Row(
        "The same: an error is answered by an error",
        "a crank that never ends",
        "dre-16-twice",
        "SAB-DRE-16a",
    ),
    Row(
        "A message that errs leaves its slot, and the process is stuck at it (HyperBEAM 436)",
        "one message stops a process for ever",
        "dre-15-goes-on",
        "SAB-DRE-15d",
    ),
    Row(
        "The same: a module that fails takes its evaluator down",
        "one message stops a process for ever",
        "dre-19-goes-on",
        "SAB-DRE-19a",
    ),
    Row(
        "The same log, read twice, gave two states (Warp 239)",
        "nobody can check a result",
        "dre-26-split-4",
        "SAB-DRE-26b",
    ),
    Row(
        "A dry run committed what it wrote (Warp 335)",
        "whoever asks a question changes the answer",
        "dre-34-dry-run",
        "SAB-DRE-34a",
    ),
    Row(
        "An error kept what its handler had written",
        "half of a step takes effect",
        "dre-15-kernel",
        "SAB-DRE-15b",
    ),
    Row(
        "A message said in its tags which process it came from, and whoever carried it wrote them",
        "anybody speaks for any process",
        "msg-32-tags",
        "SAB-MSG-32a",
    ),
    Row(
        "The same: a relay is evaluated without its proof",
        "anybody speaks for any process",
        "dre-7-unproven",
        "SAB-DRE-7b",
    ),
)

ITEMS: Final = (
    Row(
        "The number of tags in the header was ignored (HyperBEAM 914)",
        "what one parser accepts stops another",
        "msg-7-1-of-2",
        "SAB-MSG-7a",
    ),
    Row(
        "Tags were encoded again before the signature was checked (HyperBEAM 154)",
        "a good signature does not hold",
        "msg-11-sized-block",
        "SAB-MSG-11b",
    ),
    Row(
        "129 tags were let pass (arbundles)",
        "what one parser accepts another refuses",
        "msg-4-129-tags",
        "SAB-MSG-4a",
    ),
    Row(
        "An empty name was let pass (arbundles)",
        "what one parser accepts another refuses",
        "msg-8-0-bytes",
        "SAB-MSG-8a",
    ),
    Row(
        "An empty value was let pass (arbundles)",
        "what one parser accepts another refuses",
        "msg-9-0-bytes",
        "SAB-MSG-9a",
    ),
    Row(
        "A presence byte of 2 was let pass (arbundles)",
        "one message has two forms",
        "msg-3-target-2",
        "SAB-MSG-3b",
    ),
    Row(
        "A block of tags with a negative count and its size, as goar writes them, was refused",
        "wallets that write it are locked out",
        "msg-6-accept-sized-block",
        "SAB-MSG-6a",
    ),
)

SECTIONS: Final = (
    Section("Networks that lost messages", "networks", NETWORKS),
    Section("Items that parsers disagreed on", "items", ITEMS),
)

"""Counterexamples of stake: weight, the gate, finality and disputes, penalties and rewards."""

from __future__ import annotations

from typing import Final

from hollowbeam_conformance.fill.counterexamples.records import Counterexample as Row
from hollowbeam_conformance.fill.counterexamples.records import Section

WEIGHTS: Final = (
    Row(
        "Weight is capped at 100: a stake of 200 weighs 100 in one hand, and 200 in two",
        "splitting gains",
        "stk-17-large-dre",
        "SAB-STK-17d",
    ),
    Row(
        "Epoch [0, 100), cooldown 80: unstake at 1, withdraw at 81, sign with weight 100 at 99",
        "who votes has nothing to lose",
        "stk-11-first-block",
        "SAB-STK-11c",
    ),
    Row(
        "Stake leaves before its last deeds can be proved",
        "evidence comes to an empty purse",
        "stk-11-dre",
        "SAB-STK-11b",
    ),
    Row(
        "Stake that is leaving is not at risk",
        "who is about to cheat unstakes first",
        "stk-23-leaving",
        "SAB-STK-23b",
    ),
    Row(
        "Stake is paid out while a dispute names its holder",
        "the guilty leave before the verdict",
        "stk-15-disputed",
        "SAB-STK-15a",
    ),
    Row(
        "Evidence names a fault of long ago",
        "stake is at risk for ever, for deeds that nobody can check",
        "stk-21-expired",
        "SAB-STK-21a",
    ),
    Row(
        "A dispute takes as long as the evidence window",
        "the guilty get away by dragging it out",
        "stk-21-disputed",
        "SAB-STK-21d",
    ),
    Row(
        "Stake weighs in the epoch in which it came",
        "flash stake votes",
        "stk-18-same-epoch",
        "SAB-STK-18a",
    ),
)

GATES: Final = (
    Row(
        "DMac stakes and trades at once, as the seed has it",
        "who staked the exact price is not heard",
        "ucm-24-the-exchange-of-the-seed",
        "SAB-DRE-12b",
    ),
    Row(
        "Sam unstakes as his last act, and one leg of the settlement is assigned afterwards",
        "that leg errs for want of stake, after the other was settled",
        "dre-12-relay",
        "SAB-DRE-12c",
    ),
    Row(
        "The same, and the leg is a Bounce",
        "what should come back does not",
        "dre-12-bounce",
        "SAB-DRE-12c",
    ),
    Row(
        "Any fault slashes the stake of a participant",
        "the price of being heard is a stake in what others do",
        "stk-22-slash",
        "SAB-STK-22a",
    ),
    Row(
        "Participant stake leaves with the epoch, one block after it came",
        "flash stake is heard",
        "stk-12-at-once",
        "SAB-STK-12b",
    ),
    Row(
        "A contract authorises by the wallet that began the crank",
        "every contract that a wallet calls may spend for it",
        "dre-13-process",
        "SAB-DRE-13b",
    ),
)

DISPUTES: Final = (
    Row(
        "A snapshot is withheld until the challenge window is over",
        "it is old, so it is final, and nobody could look",
        "dre-31-final-withheld",
        "SAB-DRE-31f",
    ),
    Row(
        "A snapshot is final while it is challenged",
        "a challenge changes nothing",
        "dre-31-final-challenged",
        "SAB-DRE-31e",
    ),
    Row(
        "Challengers come one after another, each with a dispute of the same claim",
        "n of them delay finality n times",
        "stk-37-other-challenger",
        "SAB-STK-37a",
    ),
    Row(
        "A challenger who is wrong gets the deposit back",
        "the honest pay for their own defence",
        "stk-40-denied",
        "SAB-STK-40a",
    ),
    Row(
        "An adjudicator never closes a dispute",
        "a challenge holds stake and deposit for ever",
        "stk-41-stranger-denied",
        "SAB-STK-41b",
    ),
    Row(
        "One of two disputes is closed",
        "the other lets go of the stake as well",
        "stk-15-two",
        "SAB-STK-40d",
    ),
)

PENALTIES: Final = (
    Row(
        "An offender reports itself under the mildest kind",
        "the fault is spent, and the worse kind is free",
        "stk-26-lower",
        "SAB-STK-26a",
    ),
    Row(
        "A worse kind of the same fault is proved later, and each proof costs its whole rate",
        "one fault costs more than its worst rate",
        "stk-27-higher",
        "SAB-STK-27a",
    ),
    Row(
        "An offender reports itself, and the reward is most of the penalty",
        "a penalty goes back to who paid it",
        "stk-1-high-reward-rate",
        "SAB-STK-1d",
    ),
    Row(
        "A copied proof is submitted by who saw it on its way",
        "the reward is stolen from the fisher who found the fault",
        "stk-29-later",
        "SAB-STK-29a",
    ),
    Row(
        "A commitment is copied before it is counted",
        "who copies comes first",
        "stk-19-copied",
        "SAB-STK-19a",
    ),
    Row(
        "A commitment is made after the proof is public",
        "the reward goes to who reads fastest",
        "stk-29-too-late",
        "SAB-STK-29b",
    ),
    Row(
        "A slash rounds down",
        "small faults are free",
        "stk-24-rounded",
        "SAB-STK-24a",
    ),
    Row(
        "A reward rounds up",
        "small slashes give back what they take",
        "stk-28-rounded",
        "SAB-STK-28a",
    ),
)

SECTIONS: Final = (
    Section("Weight without stake", "weights", WEIGHTS),
    Section("The gate, and the seed's own trade", "gates", GATES),
    Section("Finality and disputes", "disputes", DISPUTES),
    Section("Penalties that pay the offender", "penalties", PENALTIES),
)

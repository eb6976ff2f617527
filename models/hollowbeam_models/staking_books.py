"""Books of the HB contract, kept naively from the chapter alone: the oracle of the property tests.

Plain dictionaries and whole histories: all stakes are copied when an epoch begins, open disputes
are counted by looking at each, a commitment is looked up by its place. The contract is not used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from hollowbeam.kernel.encoding import base64url, base64url_decode
from hollowbeam.kernel.errors import Reason


def name_of(what: str) -> str:
    """Give the id that stands for a name."""
    return base64url(sha256(what.encode()).digest())


HOLDERS = tuple(map(name_of, ("Alice", "Bob", "Carol")))
JUDGE = name_of("the adjudicator")
EVERYBODY = (*HOLDERS, JUDGE)
PROCESS = name_of("a process")
PROOFS = tuple(map(name_of, ("a proof", "another proof")))
DISPUTES = tuple(map(name_of, ("a dispute", "another dispute", "a third dispute")))
ROLES = ("PARTICIPANT", "DRE", "RELAYER", "SEQUENCER")
KINDS = ("OMISSION", "WRONG_RESULT", "INVALID_ASSIGNMENT", "EQUIVOCATION")
WHOLE = 10_000

BondName = tuple[str, str]


class FaultName(NamedTuple):
    """What tells a fault from others."""

    offender: str
    role: str
    process: str
    term: int
    slot: int


@dataclass
class Fault:
    """What the books know of one fault; ``claim`` is the place and the fisher of a commitment."""

    risk: int
    seal: int
    closes: int
    height: int
    taken: int = 0
    waiting: int = 0
    claim: tuple[int, str] | None = None
    settled: bool = False


@dataclass
class Challenge:
    """What the books know of one dispute."""

    challenger: str
    named: BondName
    deposit: int
    lapses: int
    is_open: bool = True


class Books:
    """A bookkeeper who writes everything down. Each action gives the reason why it is refused."""

    def __init__(self, parameters: dict[str, Any], holdings: tuple[int, ...]) -> None:
        self.rules = parameters
        self.liquid = Counter(dict(zip(HOLDERS, holdings, strict=True)))
        self.staked: Counter[BondName] = Counter()
        self.leaving: Counter[BondName] = Counter()
        self.ready: Counter[BondName] = Counter()
        self.at_start: Counter[BondName] = Counter()
        self.lost: Counter[BondName] = Counter()
        self.minted_in: dict[BondName, int] = {}
        self.commitments: list[tuple[str, str]] = []
        self.faults: dict[FaultName, Fault] = {}
        self.disputes: dict[str, Challenge] = {}
        self.issued = sum(holdings)
        self.anchor = self.minted = self.burned = 0

    @property
    def epoch(self) -> int:
        """The present epoch."""
        return int(self.anchor // self.rules["epoch_length"])

    def weigh(self, role: str, amount: int) -> int:
        """Weigh an amount of stake in a role."""
        if role == "PARTICIPANT":
            return 0
        return amount if amount >= self.rules[f"minimum_{role.lower()}"] else 0

    def weight(self, key: BondName) -> int:
        """Weigh a holder in a role in the present epoch."""
        return self.weigh(key[1], max(0, self.at_start[key] - self.lost[key]))

    def total(self, amounts: Counter[BondName]) -> int:
        """Add up the weights of some stakes."""
        return sum(self.weigh(key[1], amount) for key, amount in amounts.items())

    def disputed(self, key: BondName) -> int:
        """Count the open disputes that name a holder in a role."""
        return sum(each.is_open and each.named == key for each in self.disputes.values())

    def act(self, caller: str, anchor: int, name: str, data: dict[str, Any]) -> Reason | None:
        """Enter one action, or say why not: then these books are spoilt, so try it on a copy."""
        if anchor < self.anchor:
            return Reason.STALE_ANCHOR
        before, self.anchor = self.epoch, anchor
        if self.epoch != before:
            self.at_start, self.lost = Counter(self.staked), Counter()
        entry: Callable[..., Reason | None] = getattr(self, name.lower().replace("-", "_"))
        return entry(caller, **data)

    def transfer(self, caller: str, recipient: str, amount: int) -> Reason | None:
        """Enter a transfer."""
        if amount == 0:
            return Reason.ZERO_AMOUNT
        if self.liquid[caller] < amount:
            return Reason.INSUFFICIENT_BALANCE
        self.liquid[caller] -= amount
        self.liquid[recipient] += amount
        return None

    def stake(self, caller: str, role: str, amount: int) -> Reason | None:
        """Enter a stake."""
        if amount == 0:
            return Reason.ZERO_AMOUNT
        if self.liquid[caller] < amount:
            return Reason.INSUFFICIENT_BALANCE
        self.liquid[caller] -= amount
        self.staked[caller, role] += amount
        return None

    def unstake(self, caller: str, role: str, amount: int) -> Reason | None:
        """Enter stake that leaves."""
        if amount == 0:
            return Reason.ZERO_AMOUNT
        if self.staked[caller, role] < amount:
            return Reason.INSUFFICIENT_STAKE
        self.staked[caller, role] -= amount
        self.leaving[caller, role] += amount
        length = self.rules["epoch_length"]
        if role == "PARTICIPANT":
            self.ready[caller, role] = self.anchor + length
        else:
            wait = self.rules["evidence_window"] + self.rules["dispute_bound"]
            self.ready[caller, role] = (self.epoch + 1) * length + wait
        return None

    def withdraw(self, caller: str, role: str) -> Reason | None:
        """Enter stake that is paid out."""
        key = (caller, role)
        if self.leaving[key] == 0:
            return Reason.NOTHING_TO_WITHDRAW
        if self.anchor < self.ready[key]:
            return Reason.NOT_READY
        if self.disputed(key):
            return Reason.DISPUTED
        self.liquid[caller] += self.leaving.pop(key)
        del self.ready[key]
        return None

    def commit(self, caller: str, commitment: str) -> Reason | None:  # noqa: ARG002 - anybody may
        """Enter a commitment, by what it binds."""
        bound = BINDS[commitment]
        if bound in self.commitments:
            return Reason.DUPLICATE_COMMITMENT
        self.commitments.append(bound)
        return None

    def slash(  # noqa: PLR0913, PLR0917 - the fields of the action, and its conditions
        self,
        caller: str,
        kind: str,
        offender: str,
        role: str,
        process: str,
        term: int,
        slot: int,
        height: int,
        evidence: str,
        fisher: str,
    ) -> Reason | None:
        """Enter a slash."""
        key = (offender, role)
        if caller != self.rules["adjudicator"]:
            return Reason.NOT_ADJUDICATOR
        if role == "PARTICIPANT":
            return Reason.ROLE_NOT_SLASHABLE
        more = self.rules["dispute_bound"] if self.disputed(key) else 0
        if not 0 <= self.anchor - height <= self.rules["evidence_window"] + more:
            return Reason.OUTSIDE_EVIDENCE_WINDOW
        left = self.staked[key] + self.leaving[key]
        name = FaultName(offender, role, process, term, slot)
        fault = self.faults.get(name)
        if fault is None:
            if left == 0:
                return Reason.NOTHING_AT_RISK
            closes = height + self.rules["evidence_window"]
            fault = Fault(left, len(self.commitments), closes, height)
            self.faults[name] = fault
        elif height > fault.height:
            fault.height = height
            fault.risk = max(fault.risk, fault.taken + left)
        owed = -(-fault.risk * self.rules[f"rate_{kind.lower()}"] // WHOLE)
        penalty = min(max(0, owed - fault.taken), left)
        claims = self._claims(fault, (evidence, fisher))
        if penalty == 0 and not claims:
            return Reason.ALREADY_SLASHED
        self._charge(key, fault, penalty)
        return None

    def _claims(self, fault: Fault, shown: tuple[str, str]) -> bool:
        """Let a commitment have the claim if it is the earliest in time."""
        in_time = self.commitments[: fault.seal]
        if fault.settled or shown not in in_time:
            return False
        place = in_time.index(shown)
        if fault.claim is not None and fault.claim[0] <= place:
            return False
        fault.claim = (place, shown[1])
        return True

    def _charge(self, key: BondName, fault: Fault, penalty: int) -> None:
        """Take a penalty and set its reward aside."""
        from_stake = min(self.staked[key], penalty)
        self.staked[key] -= from_stake
        self.leaving[key] -= penalty - from_stake
        self.lost[key] += penalty
        fault.taken += penalty
        reward = 0 if fault.settled else fault.taken * self.rules["reward_rate"] // WHOLE
        self.burned += penalty + fault.waiting - reward
        fault.waiting = reward

    def settle(self, caller: str, **named: Any) -> Reason | None:  # noqa: ARG002
        """Enter the payment of a reward."""
        fault = self.faults.get(FaultName(**named))
        if fault is None or fault.settled:
            return Reason.UNKNOWN_FAULT
        if self.anchor <= fault.closes:
            return Reason.CLAIMS_OPEN
        if fault.claim is None:
            self.burned += fault.waiting
        else:
            self.liquid[fault.claim[1]] += fault.waiting
        fault.waiting, fault.settled = 0, True
        return None

    def mint(self, caller: str, role: str) -> Reason | None:
        """Enter a share of the emission."""
        key = (caller, role)
        if self.weight(key) == 0:
            return Reason.NO_WEIGHT
        if self.minted_in.get(key) == self.epoch:
            return Reason.ALREADY_MINTED
        share = self.rules["emission"] * self.weight(key) // self.total(self.at_start)
        amount = min(share, self.rules["cap"] - self.issued - self.minted)
        if amount == 0:
            return Reason.NOTHING_TO_MINT
        self.minted_in[key] = self.epoch
        self.minted += amount
        self.liquid[caller] += amount
        return None

    def open_dispute(self, caller: str, dispute: str, holder: str, role: str) -> Reason | None:
        """Enter a new dispute."""
        if role == "PARTICIPANT":
            return Reason.ROLE_NOT_SLASHABLE
        if dispute in self.disputes:
            return Reason.DISPUTE_EXISTS
        deposit = self.rules["dispute_deposit"]
        if self.liquid[caller] < deposit:
            return Reason.INSUFFICIENT_BALANCE
        self.liquid[caller] -= deposit
        lapses = self.anchor + self.rules["dispute_bound"]
        self.disputes[dispute] = Challenge(caller, (holder, role), deposit, lapses)
        return None

    def close_dispute(self, caller: str, dispute: str, *, upheld: bool) -> Reason | None:
        """Enter the end of a dispute."""
        known = self.disputes.get(dispute)
        if known is None or not known.is_open:
            return Reason.UNKNOWN_DISPUTE
        lapsed = self.anchor > known.lapses
        if caller != self.rules["adjudicator"] and not lapsed:
            return Reason.NOT_ADJUDICATOR
        known.is_open = False
        self.liquid[known.challenger if upheld or lapsed else known.named[0]] += known.deposit
        return None


def commitment_to(evidence: str, fisher: str) -> str:
    """Give the commitment of a fisher, by the chapter's formula alone."""
    bound = base64url_decode(evidence) + base64url_decode(fisher)
    return base64url(sha256(b"\x0dhb/commitment" + bound).digest())


BINDS = {commitment_to(proof, who): (proof, who) for proof in PROOFS for who in HOLDERS}

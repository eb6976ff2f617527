"""One theorem used in the proof of another: what it assumes is claimed, what it proves is known.

A function may be *known by* theorems. Then a call of it is not executed: it answers with any result
that they allow. So what a step of a loop does is proved once, and not again on each of its paths.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from typing import Any, NoReturn, Protocol

from hollowbeam.kernel.errors import Reason, Rejection
from hollowbeam.kernel.transition import Step
from hollowbeam_models.plain import Ghost, Invariant, Measure, Reading, read_by, reading
from hollowbeam_models.symbolic.coverage import is_plain, tree_of
from hollowbeam_models.symbolic.signals import Unsupported
from hollowbeam_models.theorem import Theorem


class Debtor(Reading, Protocol):
    """A reading in which a theorem can be cited: that of a proof, and that of a replay."""

    def owe(self, condition: Any, label: str) -> None:
        """Claim what a cited theorem assumes."""

    def learn(self, condition: Any) -> None:
        """Take what a cited theorem proves."""

    def learn_dominated(self, collection: Any, smaller: Measure, larger: Measure) -> None:
        """Take what a cited theorem proves of two measures."""


class Keeping:
    """What loops keep beside their shipped invariants."""

    def __init__(self) -> None:
        self._kept: list[tuple[type, Invariant]] = []

    def keep(self, kind: type, invariant: Invariant) -> None:
        """Claim more of the loops over states of a kind."""
        self._kept.append((kind, invariant))

    def all_kept(self, shipped: Invariant, state: Any) -> list[tuple[str, Any]]:
        """Give the shipped invariant of a state, and what is kept beside it."""
        more = [i for kind, i in self._kept if isinstance(state, kind)]
        return [condition for invariant in (shipped, *more) for condition in invariant(state)]


class Withheld:
    """What no theorem says of a call, such as the effects of a step."""

    def __init__(self, what: str) -> None:
        self._what = what

    def _refuse(self, *_: object) -> NoReturn:
        raise Unsupported(f"{self._what} are not known where the call is not executed")

    __iter__ = __len__ = __getitem__ = __bool__ = __add__ = __radd__ = __eq__ = __hash__ = _refuse


def unknown_step(name: str, state: Any) -> Step[Any]:
    """Give a step of which only the state is known."""
    effects: Any = Withheld(f"the effects of {name}")
    return Step(state, effects, Withheld(f"the outputs of {name}"))


@dataclass(frozen=True)
class Call:
    """A call that is not executed, and how it ends."""

    function: Callable[..., Any]
    arguments: dict[str, Any]
    result: Any
    refusal: Reason | None

    def end(self) -> Any:
        """Answer, or raise the rejection."""
        if self.refusal is not None:
            raise Rejection(self.refusal)
        return self.result


class Citing:
    """The reading of a cited theorem's body. ``call`` is the one that its function answers."""

    def __init__(self, debtor: Debtor, theorem: Theorem, call: Call | None = None) -> None:
        self._debtor = debtor
        self._theorem = theorem
        self._call = call

    def assume(self, condition: Any) -> None:
        """Claim it."""
        self._debtor.owe(condition, f"what {self._theorem.id} assumes")

    def prove(self, condition: Any, label: str) -> None:
        """Take it as known."""
        del label
        self._debtor.learn(condition)

    def every(self, collection: Any, predicate: Callable[..., Any], arity: int) -> Any:
        """Say that the predicate holds at each key."""
        return self._debtor.every(collection, predicate, arity)

    def prove_dominated(
        self, collection: Any, smaller: Measure, larger: Measure, label: str
    ) -> None:
        """Take it as known."""
        del label
        self._debtor.learn_dominated(collection, smaller, larger)

    def unfold(self, function: Ghost[..., Any], arguments: tuple[Any, ...]) -> None:
        """Use the definition of a ghost."""
        self._debtor.unfold(function, arguments)

    def lemma(self, statement: Callable[..., Any], numbers: tuple[Any, ...]) -> None:
        """Use a statement that holds of all integers."""
        self._debtor.lemma(statement, numbers)

    def keep(self, kind: type, invariant: Invariant) -> None:
        """Claim more of the loops over states of a kind."""
        self._debtor.keep(kind, invariant)

    def use(self, cited: str, arguments: tuple[Any, ...]) -> None:
        """Do nothing: what the theorem needed for its proof, it needs no more."""

    def catch(self) -> NoReturn:
        """Refused: where a rejection is caught, the declared reasons are not all there are."""
        raise Unsupported(f"{self._theorem.id} catches rejections, so no other theorem can cite it")

    def known(
        self, function: Callable[..., Any], cited: tuple[str, ...], arguments: dict[str, Any]
    ) -> Any:
        """Answer the call that the theorem is cited for. Any other is answered like elsewhere."""
        call = self._call
        if call is None or call.function is not function:
            return self._debtor.known(function, cited, arguments)
        if not all(_is_one(arguments[name], value) for name, value in call.arguments.items()):
            what = f"{self._theorem.id} calls {function.__qualname__} with other arguments"
            raise Unsupported(f"{what} than its own of these names")
        return call.end()


def _is_one(value: Any, other: Any) -> bool:
    """Say whether two values are surely one, without a look at what they are."""
    terms = [getattr(part, "term", None) for part in (value, other)]
    if terms[0] is not None and terms[1] is not None:
        return bool(terms[0].ast.value == terms[1].ast.value)
    return value is other or (type(value) is int and type(other) is int and value == other)


def recite(debtor: Debtor, theorem: Theorem, given: dict[str, Any], call: Call | None) -> None:
    """Run the body of a cited theorem; where it is refused, it says nothing more."""
    _refuse_handlers(theorem)
    with read_by(Citing(debtor, theorem, call)):
        try:
            theorem.body(**given)
        except Rejection:
            return


def bind(theorem: Theorem, arguments: dict[str, Any], others: dict[str, Any]) -> dict[str, Any]:
    """Give a cited theorem its arguments: those of the call, and others of the same name.

    Raises Unsupported where there is none of a name.
    """
    names = list(signature(theorem.body).parameters)
    missing = [name for name in names if name not in arguments and name not in others]
    if missing:
        raise Unsupported(f"{theorem.id} is cited, but nothing here is named {', '.join(missing)}")
    return {name: arguments.get(name, others.get(name)) for name in names}


@contextmanager
def known_by_theorems(theorem: Theorem) -> Iterator[None]:
    """Let calls of the functions that theorems know be answered by the reading, in the block."""
    changed: list[tuple[dict[str, Any], str, Any]] = []
    for function, cited in theorem.known_by:
        for names in _places_of(function):
            changed.append((names, function.__name__, function))
            names[function.__name__] = _answered(function, cited)
    try:
        yield
    finally:
        for names, name, function in changed:
            names[name] = function


def _answered(function: Callable[..., Any], cited: tuple[str, ...]) -> Callable[..., Any]:
    shape = signature(function)

    @wraps(function)
    def answer(*positional: Any, **named: Any) -> Any:
        bound = shape.bind(*positional, **named)
        bound.apply_defaults()
        return reading().known(function, cited, dict(bound.arguments))

    return answer


def _places_of(function: Callable[..., Any]) -> tuple[dict[str, Any], ...]:
    """Give the modules that know a function by its name."""
    modules = [vars(module) for module in list(sys.modules.values()) if hasattr(module, "__dict__")]
    return tuple(names for names in modules if names.get(function.__name__) is function)


def _refuse_handlers(theorem: Theorem) -> None:
    """Refuse a theorem whose body handles exceptions itself."""
    if is_plain(theorem.body):
        for node in ast.walk(tree_of(theorem.body)):
            if isinstance(node, ast.Try | ast.TryStar):
                raise Unsupported(f"{theorem.id} has a `try`, so no other theorem can cite it")

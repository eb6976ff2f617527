"""The one shape of every part: ``step(state, input) -> Step`` or a ``Rejection``.

``loop``, ``select`` and ``opaque`` have two readings. Run, they are a ``while``, a conditional
expression and a call. Proved, they are an induction, a term and an uninterpreted function: a proof
engine enters through ``interpreted_by``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any, Generic, ParamSpec, Protocol, TypeVar, cast

State = TypeVar("State")
Function = TypeVar("Function", bound=Callable[..., Any])
Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Step(Generic[State]):
    """What a transition answers: the state after it, and what leaves the actor, in order."""

    state: State
    effects: tuple[Any, ...] = ()
    out: Any = None

    def __post_init__(self) -> None:
        """Show the state to a proof engine, which claims that no natural in it is negative."""
        if _interpreter is not None:
            _interpreter.step(self.state)


def implements(*clauses: str) -> Callable[[Function], Function]:
    """Say which clauses a function enforces; ``hb trace`` and the spec read it."""

    def mark(function: Function) -> Function:
        cast(Any, function).__clauses__ = clauses
        return function

    return mark


class Interpreter(Protocol):
    """How ``loop`` and ``opaque`` are read while a proof engine is at work."""

    def loop(
        self,
        state: Any,
        guard: Callable[[Any], Any],
        step: Callable[[Any], Any],
        invariant: Callable[[Any], Sequence[tuple[str, Any]]],
        variant: Callable[[Any], Any],
    ) -> Any:
        """Read a loop."""

    def opaque(self, function: Opaque[..., Any], arguments: tuple[Any, ...]) -> Any:
        """Read a call of an opaque function."""

    def select(self, condition: Any, chosen: Any, otherwise: Any) -> Any:
        """Read a choice between two values."""

    def step(self, state: Any) -> None:
        """See a state that a transition answers."""


_interpreter: Interpreter | None = None


@contextmanager
def interpreted_by(interpreter: Interpreter) -> Iterator[None]:
    """Let an engine read ``loop`` and ``opaque`` inside the block."""
    global _interpreter  # noqa: PLW0603 - the one switch between running and proving
    outer, _interpreter = _interpreter, interpreter
    try:
        yield
    finally:
        _interpreter = outer


def loop(
    state: State,
    *,
    guard: Callable[[State], Any],
    step: Callable[[State], State],
    invariant: Callable[[State], Sequence[tuple[str, Any]]],
    variant: Callable[[State], Any],
) -> State:
    """Repeat ``step`` while ``guard`` holds.

    ``invariant`` gives named predicates that hold before and after each step; ``variant`` is a
    natural number that each step makes smaller. Only a proof reads the two.
    """
    if _interpreter is not None:
        return cast(State, _interpreter.loop(state, guard, step, invariant, variant))
    while guard(state):
        state = step(state)
    return state


def select(condition: Any, chosen: Result, otherwise: Result) -> Result:
    """Choose between two values that are both already there.

    Unlike ``if`` it never forks the path of a proof, so a measure may use it.
    """
    if _interpreter is not None:
        return cast(Result, _interpreter.select(condition, chosen, otherwise))
    return chosen if condition else otherwise


class Opaque(Generic[Parameters, Result]):
    """A function that proofs treat as uninterpreted: a hash, a signature check, a virtual machine.

    ``injective`` states that distinct arguments give distinct results (collision resistance); it is
    an assumption of each proof that uses it, and is reported with the result.
    """

    def __init__(self, function: Callable[Parameters, Result], *, injective: bool) -> None:
        self.function = function
        self.injective = injective
        update_wrapper(self, function)

    def __call__(self, *args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        """Call the function, or let the proof engine read the call."""
        if _interpreter is not None:
            return cast(Result, _interpreter.opaque(self, args))
        return self.function(*args, **kwargs)


def opaque(
    *, injective: bool = False
) -> Callable[[Callable[Parameters, Result]], Opaque[Parameters, Result]]:
    """Mark a function as opaque to proofs."""

    def wrap(function: Callable[Parameters, Result]) -> Opaque[Parameters, Result]:
        return Opaque(function, injective=injective)

    return wrap

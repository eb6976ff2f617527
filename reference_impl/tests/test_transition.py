"""The words of transitions, run and read by an interpreter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from hollowbeam.kernel.transition import (
    Opaque,
    Step,
    implements,
    interpreted_by,
    loop,
    opaque,
    select,
)


@dataclass
class Scribe:
    """An interpreter that writes down what it is asked, and answers with its name."""

    name: str = "read"
    asked: list[tuple[Any, ...]] = field(default_factory=list)

    def loop(
        self,
        state: Any,
        guard: Callable[[Any], Any],
        step: Callable[[Any], Any],
        invariant: Callable[[Any], Sequence[tuple[str, Any]]],
        variant: Callable[[Any], Any],
    ) -> Any:
        self.asked.append(("loop", state, guard(5), step(5), invariant(5), variant(5)))
        return self.name

    def opaque(self, function: Opaque[..., Any], arguments: tuple[Any, ...]) -> Any:
        self.asked.append(("opaque", function, arguments))
        return self.name

    def select(self, condition: Any, chosen: Any, otherwise: Any) -> Any:
        self.asked.append(("select", condition, chosen, otherwise))
        return self.name

    def step(self, state: Any) -> None:
        self.asked.append(("step", state))


def count_down(start: int) -> tuple[object, list[int]]:
    seen: list[int] = []

    def lower(number: int) -> int:
        seen.append(number)
        return number - 1

    end: object = loop(
        start,
        guard=lambda number: number > 2,
        step=lower,
        invariant=lambda number: [("is small", number <= 5)],
        variant=lambda number: number,
    )
    return end, seen


def never(*_: object) -> Any:
    raise AssertionError("only a proof reads this")


def test_a_loop_is_a_while_when_run() -> None:
    assert count_down(5) == (2, [5, 4, 3])
    assert count_down(2) == (2, [])
    assert loop(1, guard=lambda _: False, step=never, invariant=never, variant=never) == 1


def test_a_loop_is_the_interpreters_when_read() -> None:
    scribe = Scribe()
    with interpreted_by(scribe):
        assert count_down(9) == ("read", [5])
    assert scribe.asked == [("loop", 9, True, 4, [("is small", True)], 5)]


def test_select_chooses_by_the_truth_of_its_condition() -> None:
    assert select(True, "yes", "no") == "yes"
    assert select(0, "yes", "no") == "no"
    scribe = Scribe()
    with interpreted_by(scribe):
        assert select("condition", "yes", "no") == "read"
    assert scribe.asked == [("select", "condition", "yes", "no")]


@opaque(injective=True)
def hashed(number: int, *, salt: int = 0) -> int:
    """Hash a number."""
    return number * 31 + salt


@opaque()
def checked(number: int) -> bool:
    return number > 0


def test_an_opaque_function_is_itself_when_run() -> None:
    assert hashed(2) == 62
    assert hashed(2, salt=1) == 63
    assert (hashed.injective, checked.injective) == (True, False)
    assert vars(hashed)["__name__"] == "hashed"
    assert hashed.__doc__ == "Hash a number."
    assert checked.function(1) is True


def test_an_opaque_function_is_never_run_when_read() -> None:
    hidden = opaque()(never)
    scribe = Scribe()
    with interpreted_by(scribe):
        assert hidden(1, "a") == "read"
    assert scribe.asked == [("opaque", hidden, (1, "a"))]


def test_a_step_has_no_effects_unless_it_is_given_some() -> None:
    step = Step("state")
    assert (step.state, step.effects, step.out) == ("state", (), None)
    assert Step("state", ("effect",), "out") == Step("state", effects=("effect",), out="out")
    assert Step("state") != Step("other")
    with pytest.raises(AttributeError, match="cannot assign to field 'state'"):
        step.state = "other"  # type: ignore[misc]


def test_a_step_shows_its_state_to_the_interpreter() -> None:
    scribe = Scribe()
    with interpreted_by(scribe):
        Step("a")
        Step("b", ("effect",))
    Step("c")
    assert scribe.asked == [("step", "a"), ("step", "b")]


def test_the_interpreter_before_is_restored_even_after_an_exception() -> None:
    outer, inner = Scribe("outer"), Scribe("inner")

    def choose() -> object:
        return select(1, 2, 3)

    def fail() -> None:
        with interpreted_by(inner):
            assert choose() == "inner"
            raise KeyError("inside")

    with interpreted_by(outer):
        with pytest.raises(KeyError, match="inside"):
            fail()
        assert choose() == "outer"
    assert choose() == 2
    assert (len(outer.asked), len(inner.asked)) == (1, 1)


def test_implements_names_the_clauses_and_changes_nothing_else() -> None:
    def transition() -> str:
        return "done"

    marked = implements("SEQ-1", "SEQ-2")(transition)
    assert marked is transition
    assert marked.__clauses__ == ("SEQ-1", "SEQ-2")  # type: ignore[attr-defined]
    assert implements("MSG-6")(checked).__clauses__ == ("MSG-6",)  # type: ignore[attr-defined]

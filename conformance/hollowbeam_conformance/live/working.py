"""Which clauses are at work where something goes wrong and were not where all went well.

The functions of the reference say which clauses they enforce. Those that the failing step calls,
and that the steps before it called least, are the likeliest to be broken in what is tested (the
idea of Jones and Harrold, "Empirical Evaluation of the Tarantula", 2005).
"""

from __future__ import annotations

import inspect
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from types import CodeType, FrameType
from typing import Any

from hollowbeam_conformance.fill.recorder import Recorder
from hollowbeam_conformance.live.domains import Step

_OURS = ("hollowbeam.", "hollowbeam_contracts.")


def suspects(right: Iterable[Sequence[Step]], wrong: Sequence[Step]) -> frozenset[str]:
    """Name the clauses that the last step of a sequence is about, and the right ones the least.

    ``right`` are sequences that were answered rightly; so were the steps before the last one.
    """
    *before, last = _called(wrong)
    seen = Counter(code for steps in right for called in _called(steps) for code in called)
    seen.update(code for called in before for code in called)
    clauses = _clauses()
    fewest = min((seen[code] for code in last if code in clauses), default=0)
    return frozenset(
        name for code in last if seen[code] == fewest for name in clauses.get(code, ())
    )


def _called(steps: Sequence[Step]) -> Iterator[set[CodeType]]:
    """Ask the reference, and give for each step the code that it runs."""
    recorder = Recorder()
    for step in steps:
        called: set[CodeType] = set()

        def note(frame: FrameType, event: str, _: Any, called: set[CodeType] = called) -> None:
            if event == "call":
                called.add(frame.f_code)

        sys.setprofile(note)
        try:
            recorder.ask(step)
        finally:
            sys.setprofile(None)
        yield called


def _clauses() -> dict[CodeType, tuple[str, ...]]:
    """Give what the functions of the reference enforce, by their code, as far as it is imported."""
    found: dict[CodeType, tuple[str, ...]] = {}
    for name, module in list(sys.modules.items()):
        if name.startswith(_OURS):
            for each in vars(module).values():
                names: Any = getattr(each, "__clauses__", None)
                code = getattr(inspect.unwrap(each), "__code__", None) if names else None
                if code is not None:
                    found[code] = names
    return found

"""Known maps, such as the empty ones of a genesis, where symbolic keys or values meet them.

While a theorem is explored, ``Map`` itself answers a symbolic key by its symbolic reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam_models.symbolic.maps import lift_for
from hollowbeam_models.symbolic.values import is_symbolic


@contextmanager
def lifting_known_maps() -> Iterator[None]:
    """Let known maps be read and set at symbolic keys, inside the block."""
    get, put = Map.get, Map.set

    def get_lifted(self: Map[Any, Any], key: Any) -> Any:
        return lift_for(self, key).get(key) if is_symbolic(key) else get(self, key)

    def set_lifted(self: Map[Any, Any], key: Any, value: Any) -> Any:
        if is_symbolic(key) or is_symbolic(value):
            return lift_for(self, key, value).set(key, value)
        return put(self, key, value)

    Map.get, Map.set = get_lifted, set_lifted  # type: ignore[method-assign]
    try:
        yield
    finally:
        Map.get, Map.set = get, put  # type: ignore[method-assign]

from __future__ import annotations

from typing import Any

from matching.felles.compiled import compiled


def test_a_loop_is_compiled_even_where_nothing_can_be_cached() -> None:
    space: dict[str, Any] = {}
    # Code without a file has no place for a cache, like an installation that is read-only.
    exec("def double(x):\n    return 2 * x", space)

    assert compiled(space["double"])(21) == 42

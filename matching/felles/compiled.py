"""The one way to compile an inner loop, cached on disk where the disk allows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(func: F) -> F:
    """Return `func` compiled to machine code that releases the interpreter lock.

    The code is cached between runs; where no cache folder is writable it is compiled anew.
    """
    try:
        return cast(F, numba.njit(cache=True, nogil=True)(func))
    except RuntimeError:
        # "no locator available": neither the source folder nor the user's is writable.
        return cast(F, numba.njit(nogil=True)(func))

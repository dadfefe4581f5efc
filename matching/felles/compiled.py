"""The one way to compile an inner loop, cached on disk where the disk allows it."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

_PACKAGE = Path(__file__).parents[1]
F = TypeVar("F", bound=Callable[..., Any])
# Typed stubs do not know every option and setting of the compiler.
_njit: Any = numba.njit
_config: Any = numba.config


def compiled(func: F) -> F:
    """Return `func` compiled to machine code that releases the interpreter lock.

    The code is cached between runs; where no cache folder is writable it is compiled anew.
    """
    return _compile(func)


def lean(func: F) -> F:
    """Return `func` compiled into whatever calls it, without counting references to arrays.

    Counting them costs more than a small function does, several times over.  In return `func`
    may only index arrays, never make, slice or return one; what calls it should be lean too.
    """
    return _compile(func, forceinline=True, _nrt=False)


def apart(func: F) -> F:
    """Return `func` compiled like a `lean` one, but as a function of its own.

    For what is called from many places, where a copy in each would take long to compile.
    """
    return _compile(func, _nrt=False)


def _compile(func: F, **options: bool) -> F:
    # Left to itself the compiler looks only at the file a function stands in, and would keep
    # machine code into which a function of another file was copied before that was changed.
    before, _config.CACHE_DIR = _config.CACHE_DIR, str(_cache_folder())
    try:
        return cast(F, _njit(cache=True, nogil=True, **options)(func))
    except RuntimeError:
        # "no locator available": the folder is not writable.
        return cast(F, _njit(nogil=True, **options)(func))
    finally:
        _config.CACHE_DIR = before


@cache
def _cache_folder() -> Path:
    """Return where machine code is kept: a folder for each state of the compiled files."""
    files = sorted(_PACKAGE.rglob("*_loops.py"))
    state = sha256(b"".join(each.read_bytes() for each in files)).hexdigest()[:16]
    own = _PACKAGE / "__pycache__"
    writable = os.access(own if own.exists() else _PACKAGE, os.W_OK)
    return (own if writable else Path.home() / ".cache" / "matching") / f"loops-{state}"

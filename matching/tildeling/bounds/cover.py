"""The level of coverage where all columns fit in memory.

Columns cost nothing there, so the relaxation says little and a tree sees only ties; packing
columns is what CP-SAT is good at.
"""

from __future__ import annotations

import numpy as np

from matching.felles.progress import Clock
from matching.tildeling.bounds.bound import to_duals
from matching.tildeling.bounds.master import Objective
from matching.tildeling.bounds.packing import Packing, pack
from matching.tildeling.bounds.pricing import Hands, price
from matching.tildeling.model.columns import Columns, Ints, Model

# Columns in each part of a scan; more is not tried.
_ROOM = 4000


def settle_cover(model: Model, objective: Objective, clock: Clock, hands: Hands) -> Packing | None:
    """Return the answer to the level of coverage, or None if there are too many columns."""
    columns = _every_column(model, hands)
    return None if columns is None else pack(objective, model.m, columns, clock)


def _every_column(model: Model, hands: Hands) -> Columns | None:
    none: Ints = np.zeros(0, np.int64)
    duals = to_duals(np.zeros(model.m + model.n, np.int64), none, [], 1)
    found = price(model.arrays, duals, 1, every=True, room=_ROOM, hands=hands)
    return found.columns if found.complete else None

"""Branching decisions: «i and j are a pair» and «i serves k», both ways, as conditions on columns.

They are the same kinds of conditions as locks, so pricing needs to know nothing of branching.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.tildeling.bounds.cuts import together
from matching.tildeling.model.columns import Arrays, Bools, Columns, Floats


@dataclass(frozen=True, slots=True)
class Decision:
    """Rows `a` < `b` are in one column or never: kommune and veileder, or two veiledere."""

    a: int
    b: int
    joined: bool


def restrict(arrays: Arrays, decisions: Sequence[Decision]) -> Arrays:
    """Return the arrays with only the columns that keep the decisions."""
    m, n = arrays.ok.shape[1], arrays.ok.shape[0]
    par_ok, ok = arrays.par_ok.copy(), arrays.ok.copy()
    las_veileder = arrays.las_veileder.copy()
    las = [list(arrays.las_kommune[arrays.las_ptr[i] : arrays.las_ptr[i + 1]]) for i in range(n)]
    for each in decisions:
        i = each.b - m
        if each.a >= m:
            _decide_par(par_ok, each.a - m, i, each.joined)
        elif not each.joined:
            ok[i, each.a] = False
        elif i not in las_veileder[each.a]:
            las[i].append(each.a)
            free = np.nonzero(las_veileder[each.a] < 0)[0]
            if free.size:
                las_veileder[each.a, free[0]] = i
            else:
                ok[:, each.a] = False
    return arrays._replace(
        par_ok=par_ok,
        ok=ok,
        las_veileder=las_veileder,
        las_ptr=np.cumsum([0] + [len(each) for each in las], dtype=np.int64),
        las_kommune=np.array([k for each in las for k in each], np.int64),
    )


def _decide_par(par_ok: Bools, i: int, j: int, joined: bool) -> None:
    if not joined:
        par_ok[i, j] = par_ok[j, i] = False
        return
    both = par_ok[i, j]
    par_ok[[i, j], :] = False
    par_ok[:, [i, j]] = False
    par_ok[i, j] = par_ok[j, i] = both


def candidates(
    columns: Columns, x: Floats, m: int, n: int, balanced: bool
) -> list[tuple[int, int, float]]:
    """Return the row pairs to branch on, with how much x has them together; none if x is whole.

    `balanced` puts those nearest to one half first, else those nearest to one.
    """
    support = x > 1e-7
    shared = together(columns.take(support).rows(m), x[support], m + n)
    shared[:m, :m] = 0.0
    off = np.minimum(shared, 1.0 - shared)
    off[np.tril_indices(m + n)] = 0.0
    pairs = np.argwhere(off > 1e-6)
    worth = (off if balanced else shared)[pairs[:, 0], pairs[:, 1]]
    order = np.lexsort((pairs[:, 1], pairs[:, 0], -np.round(worth, 6)))
    return [(int(a), int(b), float(shared[a, b])) for a, b in pairs[order]]

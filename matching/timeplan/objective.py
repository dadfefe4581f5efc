"""The cost of a timetable as the objective of a model; every term of `cost.LEDD`."""

from __future__ import annotations

from ortools.sat.python import cp_model

from matching.timeplan.model import Delmodell, Lit


def cost_least(model: Delmodell) -> None:
    """Minimise the cost of the whole plan, the interviews that stay included."""
    terms = [cp_model.LinearExpr.sum([]) + model.fixed_cost()]
    terms += [_placement(model, a) for a in model.free]
    terms += [model.tall.problem.vekter.dag * u for u in model.u.values()]
    terms += [_load(model, m) for m in range(model.tall.m)]
    terms += _mixing(model)
    model.cp.minimize(sum(terms))


def _seats(model: Delmodell, m: int) -> list[Lit]:
    return [model.y[a, m] for a in model.free if (a, m) in model.y]


def _placement(model: Delmodell, a: int) -> cp_model.LinearExpr:
    """Wishes and changes of one applicant."""
    ledd, byttet = model.tall.ledd[a], model.tall.problem.vekter.byttet
    left = ledd.uplassert_kostnad
    gone = byttet * len(ledd.gamle)
    kept = [model.y[a, m] for m in ledd.gamle if (a, m) in model.y]
    prices = [each.kostnad + gone - left for each, _ in model.x[a]]
    placed = cp_model.LinearExpr.weighted_sum([var for _, var in model.x[a]], prices)
    return placed - byttet * cp_model.LinearExpr.sum(kept) + left


def _load(model: Delmodell, m: int) -> cp_model.LinearExpr:
    """Interviews above the fair share."""
    has, share = len(model.kept.slots[m]), model.tall.share
    seats, price = _seats(model, m), model.tall.problem.vekter.belastning
    most = max(0, has + len(seats) - share)
    if not price or not most:
        return cp_model.LinearExpr.sum([])
    over = model.cp.new_int_var(max(0, has - share), most, f"over{m}")
    model.cp.add(over >= has + sum(seats) - share)
    return price * over


def _mixing(model: Delmodell) -> list[cp_model.LinearExpr]:
    """Different co-members that a seated member lacks."""
    wanted, price = model.tall.problem.regler.medpanelister, model.tall.problem.vekter.blanding
    company = model.kept.company
    short = [m for m in range(model.tall.m) if len(company[m]) < wanted]
    if not price:
        return []
    together: dict[frozenset[int], Lit] = {}
    terms = []
    for m in short:
        seats = _seats(model, m)
        if not seats and not model.kept.slots[m]:
            continue
        met = []
        for other in range(model.tall.m):
            pair = frozenset((m, other))
            if other == m or other in company[m]:
                continue
            if pair not in together:
                var = _together(model, m, other)
                if var is None:
                    continue
                together[pair] = var
            met.append(together[pair])
        lacking = model.cp.new_int_var(0, wanted, f"lack{m}")
        enough = lacking + sum(met) >= wanted - len(company[m])
        if model.kept.slots[m]:
            model.cp.add(enough)
        else:
            used = model.cp.new_bool_var(f"used{m}")
            for y in seats:
                model.cp.add_implication(y, used)
            model.cp.add(enough).only_enforce_if(used)
        terms.append(price * lacking)
    return terms


def _together(model: Delmodell, m: int, other: int) -> Lit | None:
    """Return a variable that can be 1 only if the two sit together before one of `free`."""
    shared = [a for a in model.free if (a, m) in model.y and (a, other) in model.y]
    if not shared:
        return None
    both = []
    for a in shared:
        var = model.cp.new_bool_var(f"b{a},{m},{other}")
        model.cp.add_implication(var, model.y[a, m])
        model.cp.add_implication(var, model.y[a, other])
        both.append(var)
    met = model.cp.new_bool_var(f"met{m},{other}")
    model.cp.add_bool_or([~met, *both])
    return met

"""Lunch in the model: a member with interviews before and after gets a free stretch between.

l[t] = 1 for one t of the day if one interview starts before the window and one ends after it;
no interview of the member then meets [t, t + minutter).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from matching.timeplan.problem import DOGN_MIN

if TYPE_CHECKING:
    from matching.timeplan.candidates import Slot
    from matching.timeplan.model import Delmodell


def lunch_times(slots: list[Slot], fra: int, til: int, minutter: int) -> list[int]:
    """Return when lunch can begin: as the window opens, or as an interview ends inside it."""
    ends = {slot.slutt for slot in slots if fra <= slot.slutt <= til - minutter}
    return sorted({fra} | ends)


def add_lunch(model: Delmodell, m: int, own: list[int]) -> None:
    """Give the member lunch on every day with interviews before and after."""
    rule = model.tall.problem.regler.lunsj
    if rule is None:
        return
    slots = model.tall.slots
    by_day: dict[int, list[int]] = defaultdict(list)
    for s in own:
        by_day[slots[s].dag].append(s)
    for dag, liste in by_day.items():
        fra, til = dag * DOGN_MIN + rule.fra, dag * DOGN_MIN + rule.til
        kept = [slots[s] for s in model.kept.slots[m] if slots[s].dag == dag]
        early = [model.w[m, s] for s in liste if slots[s].start < fra]
        late = [model.w[m, s] for s in liste if slots[s].slutt > til]
        is_early = any(slot.start < fra for slot in kept)
        is_late = any(slot.slutt > til for slot in kept)
        if not (early or is_early) or not (late or is_late):
            continue
        middle = [slot for slot in kept if slot.start < til and slot.slutt > fra]
        times = [
            t
            for t in lunch_times([slots[s] for s in liste] + middle, fra, til, rule.minutter)
            if not any(slot.start < t + rule.minutter and t < slot.slutt for slot in middle)
        ]
        begins = {t: model.cp.new_bool_var(f"l{m},{t}") for t in times}
        for t, var in begins.items():
            for s in liste:
                if slots[s].start < t + rule.minutter and t < slots[s].slutt:
                    model.cp.add_at_most_one(var, model.w[m, s])
        given = []
        for needed, seats, sure in (("before", early, is_early), ("after", late, is_late)):
            if not sure:
                var = model.cp.new_bool_var(f"{needed}{m},{dag}")
                for seat in seats:
                    model.cp.add_implication(seat, var)
                given.append(~var)
        model.cp.add_bool_or([*given, *begins.values()])

from typing import Any

from rekruttering.intervju.models import Intervju
from rekruttering.tilgang.models import Bruker
from rekruttering.vurdering import policy
from tests.intervju.factories import make_intervju
from tests.vurdering.factories import make_vurdering


def medlemmer(intervju: Intervju) -> list[Bruker]:
    return [medlem.bruker for medlem in intervju.panel.medlemmer]


def test_others_scores_open_with_the_own_lock_and_are_set_by_the_lead(context: Any) -> None:
    intervju = make_intervju(held=True)
    leder, medlem, tredje = medlemmer(intervju)
    make_vurdering(intervju, leder)
    make_vurdering(intervju, medlem)
    make_vurdering(intervju, tredje, locked=False)
    assert [policy.can_see_felles(b, intervju) for b in (leder, medlem, tredje)] == [
        True,
        True,
        False,
    ]
    assert [policy.can_set_felles(b, intervju) for b in (leder, medlem, tredje)] == [
        True,
        False,
        False,
    ]

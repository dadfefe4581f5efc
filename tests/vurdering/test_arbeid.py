from typing import Any

from rekruttering.habilitet.rules import Tilstand
from rekruttering.intervju.models import Intervju
from rekruttering.vurdering import arbeid
from rekruttering.vurdering.arbeid import Steg
from tests.habilitet.factories import make_habilitet
from tests.intervju.factories import AFTER, BEFORE, START, make_intervju
from tests.vurdering.factories import make_vurdering, make_vurdert


def steps(intervju: Intervju, now: Any = AFTER) -> list[Steg]:
    """Return the next thing for each member of the panel, the lead first."""
    medlemmer = [medlem.bruker_id for medlem in intervju.panel.medlemmer]
    return [arbeid.get_arbeid(intervju, medlem, now).steg for medlem in medlemmer]


def test_from_declaring_to_reading_to_the_interview(context: Any) -> None:
    intervju = make_intervju(declared=False)
    leder, usikker, inhabil = (medlem.bruker for medlem in intervju.panel.medlemmer)
    assert steps(intervju, BEFORE) == [Steg.ERKLAR] * 3
    make_habilitet(leder, intervju.soknad)
    make_habilitet(inhabil, intervju.soknad, Tilstand.ERKLART)
    assert steps(intervju, BEFORE) == [Steg.LES, Steg.ERKLAR, Steg.INHABIL]
    make_habilitet(usikker, intervju.soknad, Tilstand.MISTENKT)
    assert steps(intervju, BEFORE) == [Steg.AVGJOR, Steg.VENT_AVGJORELSE, Steg.INHABIL]


def test_the_lead_says_that_it_was_held(context: Any) -> None:
    intervju = make_intervju()
    assert steps(intervju, START) == [Steg.MERK, Steg.VENT_INTERVJU, Steg.VENT_INTERVJU]


def test_from_scoring_to_joint_scores(context: Any) -> None:
    intervju = make_intervju(held=True)
    leder, andre, tredje = (medlem.bruker for medlem in intervju.panel.medlemmer)
    make_vurdering(intervju, leder)
    make_vurdering(intervju, andre)
    assert steps(intervju) == [Steg.VENT_ANDRE, Steg.VENT_ANDRE, Steg.VURDER]
    make_vurdering(intervju, tredje)
    assert steps(intervju) == [Steg.FELLES, Steg.VENT_LEDER, Steg.VENT_LEDER]


def test_with_joint_scores_it_is_done(context: Any) -> None:
    assert steps(make_vurdert()) == [Steg.FERDIG] * 3


def test_what_waits_for_a_member_is_listed(context: Any) -> None:
    intervju = make_intervju(declared=False)
    make_intervju(intervju.panel, start_at=START.replace(hour=12), held=True)
    medlem = intervju.panel.medlemmer[1].bruker_id
    liste = arbeid.list_arbeid(medlem, AFTER)
    assert sorted(each.steg for each in liste) == sorted([Steg.ERKLAR, Steg.VURDER])

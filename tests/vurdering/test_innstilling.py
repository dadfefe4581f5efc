from typing import Any

import pytest
from sqlalchemy import select

from rekruttering.felles.db import db
from rekruttering.felles.errors import HindretError, KonfliktError
from rekruttering.felles.mail import Utboks
from rekruttering.intervju.models import Panel
from rekruttering.soknad import service as soknad_service
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.utlysning import guide
from rekruttering.utlysning.rules import UtlysningStatus
from rekruttering.vurdering import queries, service
from rekruttering.vurdering.rules import Innstillingsutfall
from tests.intervju.factories import AFTER, START, make_panel
from tests.soknad.factories import make_soknad
from tests.tilbud.factories import make_tilbud
from tests.tilgang.factories import make_bruker
from tests.vurdering.factories import make_innstilling, make_vurdert

INNSTILT, RESERVE, AVSLAG = Innstillingsutfall
GRUNNER = {utfall: f"Grunn for {utfall}." for utfall in Innstillingsutfall}


def make_round(*poeng: int) -> Panel:
    """Return the panel of a round in which applicants A, B, C … have these joint scores."""
    panel = make_panel()
    for number, each in enumerate(poeng):
        soknad = make_soknad(
            SoknadStatus.TIL_INTERVJU, utlysning=panel.utlysning, navn="ABCDE"[number]
        )
        make_vurdert(panel, soknad, poeng=each, start_at=START.replace(day=10 + number))
    return panel


def grenser(panel: Panel, innstilt: int = 80, reserve: int = 60, **mer: Any) -> Any:
    merke = service.fingerprint(service.list_rangering(panel.utlysning_id))
    verdier: dict[str, Any] = {"begrunnelser": GRUNNER, "grunnlag": merke, **mer}
    return service.GrenseInput(innstilt, reserve, **verdier)


def test_the_list_is_by_points_with_equal_rank_for_equal_points(context: Any) -> None:
    panel = make_round(4, 5, 4, 2)
    rows = service.list_rangering(panel.utlysning_id)
    assert [(r.soknad.navn, r.poeng, r.plass, r.delt) for r in rows] == [
        ("B", 100, 1, False),
        ("A", 75, 2, True),
        ("C", 75, 2, True),
        ("D", 25, 4, False),
    ]


def test_more_fives_come_first_on_the_screen_and_share_the_rank(context: Any) -> None:
    panel = make_round(4, 4)
    soknad = service.list_rangering(panel.utlysning_id)[1].intervju
    first, second, _ = queries.list_fellesskarer(soknad.id)
    first.poeng, second.poeng = 5, 3
    db.session.commit()
    rows = service.list_rangering(panel.utlysning_id)
    assert [(r.soknad.navn, r.plass) for r in rows] == [("B", 1), ("A", 1)]


def test_the_cut_lines_place_everyone_who_has_no_outcome(context: Any) -> None:
    panel = make_round(5, 4, 2)
    med_utfall = service.list_rangering(panel.utlysning_id)[0].intervju
    make_innstilling(med_utfall, AVSLAG)
    antall = service.innstill_by_grense(
        panel.utlysning, grenser(panel), bruker=make_bruker(), now=AFTER
    )
    db.session.commit()
    rows = service.list_rangering(panel.utlysning_id)
    assert antall == 2
    assert [str(r.soknad.status) for r in rows] == ["avslag", "reserve", "avslag"]
    assert [r.innstilling.begrunnelse for r in rows[1:] if r.innstilling] == [
        "Grunn for reserve.",
        "Grunn for avslag.",
    ]


def test_cut_lines_need_grounds_for_each_outcome_they_use(context: Any) -> None:
    panel = make_round(5, 2)
    data = grenser(panel, begrunnelser={INNSTILT: "Sterke."})
    with pytest.raises(HindretError) as error:
        service.innstill_by_grense(panel.utlysning, data, bruker=make_bruker(), now=AFTER)
    assert [hinder.kode for hinder in error.value.hindre] == ["begrunnelse_avslag"]


def test_cut_lines_drawn_on_an_old_list_have_no_effect(context: Any) -> None:
    panel = make_round(5, 2)
    data = grenser(panel)
    make_innstilling(service.list_rangering(panel.utlysning_id)[1].intervju, RESERVE)
    with pytest.raises(KonfliktError):
        service.innstill_by_grense(panel.utlysning, data, bruker=make_bruker(), now=AFTER)


def test_the_same_outcome_twice_is_once_and_an_old_version_is_refused(context: Any) -> None:
    intervju = make_vurdert()
    first = make_innstilling(intervju)
    versjon = first.versjon
    assert (make_innstilling(intervju), first.versjon) == (first, versjon)
    with pytest.raises(KonfliktError):
        service.innstill(
            intervju.soknad, AVSLAG, "Nei.", bruker=make_bruker(), now=AFTER, versjon=0
        )


def test_an_outcome_needs_joint_scores(context: Any) -> None:
    soknad = make_soknad(SoknadStatus.TIL_INTERVJU)
    with pytest.raises(HindretError, match="ikke_vurdert"):
        service.innstill(soknad, INNSTILT, "Sterk.", bruker=make_bruker(), now=AFTER)


def test_reserves_and_those_refused_are_told_once_with_the_text_meant_for_them(
    context: Any,
) -> None:
    intervju = make_vurdert()
    soknad = intervju.soknad
    service.innstill(
        soknad, RESERVE, "Internt.", til_soker="Til deg.", bruker=make_bruker(), now=AFTER
    )
    for expected in (1, 0):
        sent = service.send_utfall(soknad.utlysning, bruker=make_bruker(), now=AFTER)
        assert sent == expected
    query = select(Utboks).where(Utboks.til == soknad.soker.epost, Utboks.emne == "Du er reserve")
    (mail,) = db.session.scalars(query)
    assert "Til deg." in mail.tekst
    assert "Internt." not in mail.tekst
    assert soknad.meldt_status is SoknadStatus.RESERVE


def test_the_recommended_are_not_told_before_the_offer(context: Any) -> None:
    innstilling = make_innstilling()
    utlysning = innstilling.soknad.utlysning
    assert service.send_utfall(utlysning, bruker=make_bruker(), now=AFTER) == 0


def test_a_criterion_that_outcomes_rest_on_is_not_taken_out(context: Any) -> None:
    intervju = make_vurdert()
    utlysning, koordinator = intervju.soknad.utlysning, make_bruker()
    utlysning.status = UtlysningStatus.INTERVJU
    forste, andre, _ = utlysning.kompetanser
    guide.remove_sporsmal(forste, 0, "Ledende.", bruker=koordinator, now=AFTER)
    assert [len(rad.profil) for rad in service.list_rangering(utlysning.id)] == [2]
    make_innstilling(intervju)
    with pytest.raises(HindretError, match="har_utfall"):
        guide.remove_sporsmal(andre, 0, "Ledende.", bruker=koordinator, now=AFTER)


def test_a_refusal_that_was_told_stands(context: Any) -> None:
    innstilling = make_innstilling(utfall=AVSLAG)
    soknad = innstilling.soknad
    service.send_utfall(soknad.utlysning, bruker=make_bruker(), now=AFTER)
    with pytest.raises(HindretError, match="meldt"):
        service.innstill(soknad, INNSTILT, "Likevel.", bruker=make_bruker(), now=AFTER)


def test_an_open_offer_stands_in_the_way_of_another_outcome(context: Any) -> None:
    tilbud = make_tilbud()
    with pytest.raises(HindretError, match="har_tilbud"):
        service.innstill(tilbud.soknad, RESERVE, "Nei.", bruker=make_bruker(), now=AFTER)


def test_an_application_sorted_anew_loses_its_outcome(context: Any) -> None:
    innstilling = make_innstilling(utfall=AVSLAG)
    soknad = innstilling.soknad
    soknad.sortert_status = SoknadStatus.AVSLAG
    soknad_service.reopen(soknad, bruker=make_bruker(), begrunnelse="Ny vurdering.", now=AFTER)
    assert queries.find_innstilling(soknad.id) is None
    assert service.list_rangering(soknad.utlysning_id) == []

"""Agreement, severity and noise, from the scores of a round."""

import random
from datetime import timedelta

from flask import Flask

from rekruttering.felles.db import db
from rekruttering.intervju.models import Panel
from rekruttering.intervju.queries import get_intervju
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.queries import list_kompetanser
from rekruttering.vurdering import maltall, queries, rules, service
from rekruttering.vurdering.queries import Maling
from rekruttering.vurdering.statistikk import Intervall
from tests.habilitet.factories import make_habilitet
from tests.intervju.factories import AFTER, START, make_intervju, make_panel
from tests.soknad.factories import make_soknad
from tests.soknad.sporringer import count_queries
from tests.tilgang.factories import login, make_bruker
from tests.vurdering.factories import make_vurdering, make_vurdert


def test_a_mean_is_weighted_and_leaves_out_what_was_not_scored() -> None:
    malinger = [Maling(1, 7, 1, 5), Maling(1, 7, 2, 1), Maling(2, 7, 1, 3)]
    assert service.means(malinger, {1: 3, 2: 1}) == {(1, 7): 75, (2, 7): 50}


def test_near_a_cut_line_is_two_standard_errors() -> None:
    assert rules.is_near(78, [80], 1.0)
    assert not rules.is_near(77, [80], 1.0)
    assert rules.is_near(61, [80, 60], 0.5)
    assert not rules.is_near(80, [80], None)


def test_a_sentence_rests_on_the_interval_and_not_on_the_dot() -> None:
    def said(fra: float, til: float) -> str:
        return maltall.sentence(Intervall((fra + til) / 2, fra, til, 40))

    assert "god" in said(0.81, 0.9)
    assert "brukbar" in said(0.7, 0.9)
    assert "lav" in said(0.2, 0.6)
    assert "avgjør ikke" in said(0.5, 0.9)


def test_scores_count_once_the_panel_has_agreed_and_from_the_clear_only(app: Flask) -> None:
    with app.app_context():
        intervju = make_vurdert(poeng=4)
        runde = intervju.soknad.utlysning_id
        panel = db.session.get_one(Panel, intervju.panel_id)
        halvt = make_intervju(panel, start_at=START + timedelta(days=1), held=True)
        make_vurdering(halvt, panel.medlemmer[0].bruker, 1)
        assert {m.soknad_id for m in queries.list_malinger(runde)} == {intervju.soknad_id}
        assert len(queries.list_malinger(runde)) == 9


def make_big_round(antall: int) -> tuple[int, int]:
    """Return a round with this many agreed applicants before one panel, and a coordinator."""
    rng = random.Random(antall)
    panel = make_panel()
    for number in range(antall):
        soknad = make_soknad(
            SoknadStatus.TIL_INTERVJU, utlysning=panel.utlysning, navn=f"Søker {number:02}"
        )
        start_at = START + timedelta(days=number // 5, minutes=70 * (number % 5))
        make_vurdert(panel, soknad, poeng=rng.randint(2, 4), start_at=start_at)
        spread_out(soknad.id, rng)
    db.session.commit()
    return panel.utlysning_id, make_bruker(Rolle.KOORDINATOR).id


def spread_out(soknad_id: int, rng: random.Random) -> None:
    """Let the members' own scores differ, the first a step stricter than the others."""
    for row in queries.list_laste_skarer(soknad_id):
        strict = row.vurdering.bruker_id % 3 == 0
        row.poeng = min(max((row.poeng or 3) + rng.choice((-1, 0, 0, 1)) - strict, 1), 5)


def test_agreement_is_shown_from_thirty_applicants(app: Flask) -> None:
    with app.app_context():
        runde, koordinator = make_big_round(29)
    client = login(app, koordinator)
    page = client.get(f"/runde/{runde}/enighet").text
    assert "Nå er det 29." in page
    assert "intervall__prikk" not in page
    with app.app_context():
        panel = db.session.query(Panel).filter_by(utlysning_id=runde).one()
        make_vurdert(panel, poeng=5, start_at=START + timedelta(days=6))
    page = client.get(f"/runde/{runde}/enighet").text
    assert page.count("intervall__prikk") == 3
    assert "Justert plass" not in page
    page = client.get(f"/runde/{runde}/enighet?juster=ja").text
    assert "Justert plass" in page
    assert "Strengere enn de andre" in page
    preview = client.get(f"/runde/{runde}/innstilling?innstilt=50&reserve=40").text
    assert "innenfor støyen" in preview


def test_closed_panels_are_not_adjusted_even_when_asked_for(app: Flask) -> None:
    with app.app_context():
        panel = make_panel()
        make_vurdert(panel)
        make_vurdert(make_panel(panel.utlysning), start_at=START + timedelta(days=1))
        runde, koordinator = panel.utlysning_id, make_bruker(Rolle.KOORDINATOR).id
        malt = service.measure(runde, list_kompetanser(runde), juster=True)
        assert (malt.henger_sammen, malt.modell) == (False, None)
    page = login(app, koordinator).get(f"/runde/{runde}/enighet?juster=ja").text
    assert "Kan ikke beregnes i denne runden" in page
    assert "Justert plass" not in page


def test_the_model_is_not_made_until_somebody_asks(app: Flask) -> None:
    with app.app_context():
        runde = make_vurdert().soknad.utlysning_id
        kompetanser = list_kompetanser(runde)
        assert service.measure(runde, kompetanser, juster=False).modell is None


def test_without_any_scores_the_page_says_so(app: Flask) -> None:
    with app.app_context():
        panel = make_panel()
        runde, koordinator = panel.utlysning_id, make_bruker(Rolle.KOORDINATOR).id
    page = login(app, koordinator).get(f"/runde/{runde}/enighet?juster=ja").text
    assert "Nå er det 0." in page


def test_the_pages_ask_as_much_for_two_as_for_four(app: Flask) -> None:
    with app.app_context():
        intervju = make_vurdert()
        # One applicant has no model of severity; two have.
        make_vurdert(intervju.panel, start_at=START + timedelta(days=3))
        panel, runde = intervju.panel_id, intervju.soknad.utlysning_id
        koordinator = make_bruker(Rolle.KOORDINATOR).id
    counts = []
    for more in (0, 2):
        with app.app_context():
            for days in range(more):
                start_at = START + timedelta(days=1 + days)
                make_vurdert(db.session.get_one(Panel, panel), start_at=start_at)
        paths = ("vurderinger", "enighet?juster=ja", "innstilling/excel", "innstilling/pdf")
        counts.append([count_queries(app, koordinator, f"/runde/{runde}/{p}") for p in paths])
    assert counts[0] == counts[1]


def test_a_coordinator_follows_how_far_the_panels_are(app: Flask) -> None:
    with app.app_context():
        intervju = make_vurdert()
        runde = intervju.soknad.utlysning_id
        koordinator = make_bruker(Rolle.KOORDINATOR).id
        medlem = intervju.panel.medlemmer[0].bruker_id
        soker = get_intervju(intervju.id).soknad.navn
        make_habilitet(make_bruker(Rolle.PANEL), intervju.soknad)
    page = login(app, koordinator).get(f"/runde/{runde}/vurderinger").text
    assert soker in page
    assert "låst" in page
    assert login(app, medlem).get(f"/runde/{runde}/vurderinger").status_code == 403
    assert AFTER > START

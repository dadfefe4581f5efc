"""What nobody may learn or decide: decisions before they are told, others' objects, one's own case.

Blindness in the panel has its walk through every page in `tests/intervju/test_blind.py`.
"""

import re
from datetime import date

import pytest
from flask import Flask

from rekruttering.felles import clock, mail
from rekruttering.felles.db import db
from rekruttering.habilitet.rules import Tilstand
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import SoknadStatus
from rekruttering.soknad.service import send_svar
from rekruttering.tildeling.rules import TildelingStatus
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.models import Utlysning
from tests.habilitet.factories import make_habilitet
from tests.intervju.factories import make_intervju, make_panel
from tests.kommune.factories import make_kommune
from tests.pulje.factories import make_pulje, make_puljekommune
from tests.soknad.factories import make_kladd, make_soknad
from tests.tilbud.factories import make_tilbud
from tests.tildeling.factories import make_tildeling, make_veileder
from tests.tilgang.factories import login, make_bruker
from tests.utlysning.factories import make_utlysning
from tests.vurdering.factories import make_innstilling, make_vurdert

PASSED = clock.local(date(2020, 3, 16))
S = SoknadStatus
TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')


# The applicant before the answer is released


Seen = dict[str, tuple[int, str]]
Waiting = tuple[SoknadStatus, SoknadStatus | None]


def what_the_applicant_sees(app: Flask, soknad_id: int) -> Seen:
    """Return every answer to the applicant, without tokens, numbers and the own address."""
    with app.app_context():
        soker = db.session.get_one(Soknad, soknad_id).soker
        soker_id, epost = soker.id, soker.epost
    client = login(app, soker_id)
    base = f"/min-soknad/{soknad_id}"
    pages = [base + part for part in ("/kontroll", "/endre", "/slett", "/person", "/vedlegg")]
    gets = ["/", "/mine-soknader", "/min-tildeling", base, f"{base}/trekk", *pages]
    found = {}
    for method, paths in (("GET", gets), ("POST", pages)):
        for path in paths:
            answer = client.open(path, method=method)
            text = TOKEN.sub("", f"{answer.location} {answer.text}").replace(epost, "")
            name = f"{method} {path}".replace(base, "/min-soknad/N")
            found[name] = (answer.status_code, re.sub(r"\d+", "0", text))
    return found


def make_waiting(app: Flask, *states: Waiting) -> list[int]:
    """Return applications to one call after its deadline: what they are, what was last told."""
    with app.app_context():
        utlysning = make_utlysning(frist_at=PASSED)
        found = []
        for status, told in states:
            soknad = make_soknad(
                status,
                utlysning=utlysning,
                soker=make_bruker(navn="Siri Søker"),
                now=PASSED,
                avgjort_begrunnelse="" if status is S.INNSENDT else "Hemmelig begrunnelse",
            )
            if told is not None:
                soknad.meldt_status = soknad.sortert_status = told
            found.append(soknad.id)
        db.session.commit()
        return found


def differences(app: Flask, one: Waiting, other: Waiting) -> list[str]:
    """Return the pages that tell two applications apart."""
    before, after = (what_the_applicant_sees(app, id) for id in make_waiting(app, one, other))
    return [
        f"{page}: {before[page][0]}, {after[page][0]}"
        for page in before
        if before[page] != after[page]
    ]


@pytest.mark.parametrize("status", [S.TIL_INTERVJU, S.AVSLAG])
def test_the_applicant_cannot_tell_a_sorted_application_from_an_unread_one(
    app: Flask, status: SoknadStatus
) -> None:
    assert differences(app, (S.INNSENDT, None), (status, None)) == []


@pytest.mark.parametrize("status", [S.INTERVJUET, S.INNSTILT, S.RESERVE, S.AVSLAG])
def test_the_applicant_cannot_tell_an_outcome_from_a_waiting_interview(
    app: Flask, status: SoknadStatus
) -> None:
    invited = S.TIL_INTERVJU
    assert differences(app, (invited, invited), (status, invited)) == []


def test_grounds_for_an_invitation_are_not_told_with_it(app: Flask) -> None:
    (soknad_id,) = make_waiting(app, (S.TIL_INTERVJU, None))
    with app.app_context():
        soknad = db.session.get_one(Soknad, soknad_id)
        send_svar([soknad], bruker=make_bruker(Rolle.KOORDINATOR), now=clock.now())
        db.session.commit()
        mailed = mail.list_newest(1)[0].tekst
    pages = mailed + "".join(text for _, text in what_the_applicant_sees(app, soknad_id).values())
    assert ("Hemmelig" in pages, "invitert" in pages) == (False, True)


# Objects by a number that is nested in another


def test_a_file_is_not_reached_through_another_application(app: Flask) -> None:
    with app.app_context():
        soker, offer = make_bruker(), make_bruker()
        own, others = make_kladd(soker=soker), make_soknad(soker=offer)
        paths = [
            f"/soknad/{own.id}/vedlegg/{others.vedlegg[0].id}",
            f"/soknad/{others.id}/vedlegg/{others.vedlegg[0].id}",
        ]
        delete = f"/min-soknad/{own.id}/vedlegg/{others.vedlegg[0].id}/slett"
        soker_id = soker.id
    client = login(app, soker_id)
    assert [client.get(path).status_code for path in paths] == [404, 404]
    assert client.post(delete).status_code == 404


def test_a_panel_member_reaches_no_file_or_case_of_another_interview(app: Flask) -> None:
    with app.app_context():
        panel, other = make_panel(), make_panel()
        own = make_intervju(panel)
        others = make_intervju(other, make_soknad(S.TIL_INTERVJU, utlysning=other.utlysning))
        fil, member = others.soknad.vedlegg[0].id, panel.medlemmer[0].bruker_id
        case = make_habilitet(make_bruker(Rolle.PANEL), others.soknad, Tilstand.MISTENKT).id
        paths = [
            f"/panel/intervju/{own.id}/vedlegg/{fil}",
            f"/panel/intervju/{others.id}/vedlegg/{fil}",
            f"/panel/intervju/{own.id}/habilitet/{case}",
            f"/soknad/{others.soknad_id}/vedlegg/{fil}",
            f"/soknad/{own.soknad_id}/vedlegg/{own.soknad.vedlegg[0].id}",
        ]
    client = login(app, member)
    assert [client.get(path).status_code for path in paths] == [404] * 5


def test_a_file_opens_for_a_member_only_after_the_own_declaration(app: Flask) -> None:
    with app.app_context():
        panel = make_panel()
        intervju = make_intervju(panel, declared=False)
        fil, member = intervju.soknad.vedlegg[0].id, panel.medlemmer[0].bruker_id
        base = f"/panel/intervju/{intervju.id}"
    client = login(app, member)
    paths = [f"{base}/{part}" for part in ("soknad", "guide", "vurdering", f"vedlegg/{fil}")]
    assert [client.get(path).status_code for path in paths] == [404] * 4
    client.post(f"{base}/habilitet", data={"tilstand": "ingen"})
    assert client.get(paths[-1]).status_code == 200


# Nobody acts in the own case, whatever roles they have


def statuses(app: Flask, bruker_id: int, *paths: str, method: str = "GET") -> list[int]:
    client = login(app, bruker_id)
    return [client.open(path, method=method).status_code for path in paths]


def test_a_coordinator_does_not_decide_who_is_clear_to_assess_them(app: Flask) -> None:
    with app.app_context():
        bruker = make_bruker(Rolle.KOORDINATOR)
        soknad = make_soknad(S.TIL_INTERVJU, soker=bruker)
        case = make_habilitet(make_bruker(Rolle.PANEL), soknad, Tilstand.MISTENKT)
        bruker_id, path = bruker.id, f"/habilitet/{case.id}/avgjor"
    assert statuses(app, bruker_id, path) == [404]


def test_a_coordinator_does_not_mark_the_own_interview(app: Flask) -> None:
    with app.app_context():
        bruker = make_bruker(Rolle.KOORDINATOR)
        panel = make_panel()
        soknad = make_soknad(S.TIL_INTERVJU, utlysning=panel.utlysning, soker=bruker)
        bruker_id, base = bruker.id, f"/intervju/{make_intervju(panel, soknad).id}"
    assert statuses(app, bruker_id, f"{base}/ikke-holdt") == [404]
    assert statuses(app, bruker_id, f"{base}/holdt", method="POST") == [404]


def test_a_coordinator_does_not_extend_or_withdraw_the_own_offer(app: Flask) -> None:
    with app.app_context():
        bruker = make_bruker(Rolle.KOORDINATOR)
        panel = make_panel()
        soknad = make_soknad(S.TIL_INTERVJU, utlysning=panel.utlysning, soker=bruker)
        tilbud_id = make_tilbud(make_innstilling(make_vurdert(panel, soknad))).id
        bruker_id = bruker.id
    paths = (
        f"/tilbud/{tilbud_id}/frist",
        f"/tilbud/{tilbud_id}/trekk",
        f"/mitt-tilbud/{tilbud_id}",
    )
    assert statuses(app, bruker_id, *paths) == [404, 404, 200]


def test_a_coordinator_does_not_end_the_own_engagement(app: Flask) -> None:
    with app.app_context():
        bruker_id = make_bruker(Rolle.KOORDINATOR, epost="siri@example.com").id
        veileder = make_veileder(make_utlysning(), epost="siri@example.com")
        path = f"/veileder/{veileder.id}/avslutt"
    assert statuses(app, bruker_id, path) == [404]


def test_a_panel_member_does_not_sit_before_themselves(app: Flask) -> None:
    with app.app_context():
        bruker = make_bruker(Rolle.PANEL)
        panel = make_panel(medlemmer=[bruker, make_bruker(Rolle.PANEL), make_bruker(Rolle.PANEL)])
        soknad = make_soknad(S.TIL_INTERVJU, utlysning=panel.utlysning, soker=bruker)
        intervju = make_intervju(panel, soknad, held=True)
        bruker_id, base = bruker.id, f"/panel/intervju/{intervju.id}"
    paths = [base, *(f"{base}/{p}" for p in ("habilitet", "guide", "vurdering", "fellesskar"))]
    assert statuses(app, bruker_id, *paths) == [404] * 5


# An allocation before it is published


def test_nobody_learns_of_an_allocation_before_it_is_published(app: Flask) -> None:
    with app.app_context():
        utlysning = make_utlysning(periode_fra_dato=date(2020, 8, 1))
        pulje = make_pulje(utlysning)
        rows = [make_puljekommune(pulje, make_kommune(nr)) for nr in ("8801", "8802")]
        veiledere = [make_veileder(utlysning, navn=f"Veileder{n} Navn") for n in range(4)]
        kontakt = make_bruker(Rolle.KOMMUNEKONTAKT, omrade="8801").id
        embete = make_bruker(Rolle.STATSFORVALTER, omrade="trondelag").id
        readers = {
            veiledere[0].bruker_id: ["/min-tildeling", "/"],
            kontakt: ["/min-kommune", f"/min-kommune/{rows[0].id}"],
            embete: ["/min-region", f"/min-region/{rows[0].id}"],
        }
        names = {v.bruker_id: v.soknad.navn for v in veiledere}
        utlysning_id = utlysning.id
    found = []
    for status in (TildelingStatus.FORSLAG, TildelingStatus.VEDTATT, TildelingStatus.PUBLISERT):
        with app.app_context():
            make_tildeling(db.session.get_one(Utlysning, utlysning_id), status)
        found.append(count_names(app, readers, names) > 0)
    assert found == [False, False, True]


def count_names(app: Flask, readers: dict[int, list[str]], names: dict[int, str]) -> int:
    """Return how often a reader's pages name another veileder."""
    found = 0
    for bruker_id, paths in readers.items():
        client = login(app, bruker_id)
        text = "".join(client.get(path).text for path in paths)
        found += sum(navn in text for id, navn in names.items() if id != bruker_id)
    return found


def test_regions_and_contacts_see_their_own_municipalities_only(app: Flask) -> None:
    with app.app_context():
        pulje = make_pulje(make_utlysning())
        make_puljekommune(pulje, make_kommune("8801", navn="Egenby", embete_kode="trondelag"))
        make_puljekommune(pulje, make_kommune("8802", navn="Annenby", embete_kode="nordland"))
        embete = make_bruker(Rolle.STATSFORVALTER, omrade="trondelag").id
        kontakt = make_bruker(Rolle.KOMMUNEKONTAKT, omrade="8801").id
    pages = [
        login(app, embete).get("/min-region").text,
        login(app, kontakt).get("/min-kommune").text,
    ]
    assert [("Egenby" in page, "Annenby" in page) for page in pages] == [(True, False)] * 2


# The administrator keeps the system, and does not handle the cases


def test_the_log_does_not_show_administrators_grounds_and_scores(app: Flask) -> None:
    with app.app_context():
        intervju = make_vurdert(poeng=4)
        make_innstilling(intervju)
        make_habilitet(make_bruker(Rolle.PANEL), intervju.soknad, Tilstand.MISTENKT)
        bruker_id = make_bruker(Rolle.ADMINISTRATOR).id
    client = login(app, bruker_id)
    text = "".join(client.get(f"/administrasjon/logg?side={side}").text for side in (1, 2))
    assert "fellesskarer satt" in text
    words = ("Tidligere kolleger", "Solid erfaring", "poeng:", "cv.pdf")
    assert [word for word in words if word in text] == []


def test_a_page_of_the_log_beyond_every_number_is_empty(app: Flask) -> None:
    with app.app_context():
        bruker_id = make_bruker(Rolle.ADMINISTRATOR).id
    path = "/administrasjon/logg?side=99999999999999999999"
    assert statuses(app, bruker_id, path) == [200]


def test_a_role_that_does_not_exist_is_not_found(app: Flask) -> None:
    with app.app_context():
        bruker_id, other_id = make_bruker(Rolle.ADMINISTRATOR).id, make_bruker().id
    path = f"/administrasjon/brukere/{other_id}/ta-rolle"
    assert login(app, bruker_id).post(path, data={"rolle": "konge"}).status_code == 404


def test_a_new_password_ends_the_sessions_of_the_old_one(app: Flask) -> None:
    with app.app_context():
        bruker_id, ansatt_id = (make_bruker(r).id for r in (Rolle.ADMINISTRATOR, Rolle.KOORDINATOR))
    stolen = login(app, ansatt_id)
    assert stolen.get("/runde").status_code == 200
    login(app, bruker_id).post(f"/administrasjon/brukere/{ansatt_id}/passord")
    assert stolen.get("/runde").status_code == 303

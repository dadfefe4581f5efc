"""Use cases: what is stored, told, logged and published."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy import update

from rekruttering.felles import audit, clock, events
from rekruttering.felles.db import db
from rekruttering.felles.errors import HindretError, KonfliktError
from rekruttering.felles.mail import Utboks
from rekruttering.soknad import jobs, service
from rekruttering.soknad.events import SoknadGjenapnet, SoknadSendt, SoknadTrukket
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import Seksjon, SoknadStatus
from rekruttering.soknad.service.vedlegg import safe_filnavn
from rekruttering.tilgang.rules import Malform, Rolle
from tests.soknad.factories import make_kladd, make_pdf, make_soknad
from tests.tilgang.factories import make_bruker
from tests.utlysning.factories import make_utlysning

FRIST = datetime(2020, 3, 15, 22, 59, 59, tzinfo=UTC)
ETTER = FRIST + timedelta(days=1)
S = SoknadStatus


@pytest.fixture
def heard(app: Flask, context: Any) -> list[object]:
    """What is published on applications, in place of the later areas' reactions."""
    published: list[object] = []
    kinds = (SoknadSendt, SoknadTrukket, SoknadGjenapnet)
    events.connect(app, {kind: [published.append] for kind in kinds})
    return published


def sent(status: S = S.INNSENDT, **felter: Any) -> Soknad:
    """Return an application to a call that closed on 15 March 2020."""
    return make_soknad(status, utlysning=make_utlysning(frist_at=FRIST), **felter)


def handlinger(soknad: Soknad) -> list[str]:
    return [linje.handling for linje in audit.list_linjer(soknad)]


def mails() -> list[tuple[str, str]]:
    return [(rad.til, rad.emne) for rad in db.session.query(Utboks).order_by(Utboks.id)]


def test_a_complete_draft_lacks_nothing(context: Any) -> None:
    soknad = make_soknad(S.KLADD)
    assert [h for hindre in service.list_mangler(soknad).values() for h in hindre] == []
    assert soknad.ferdige == list(Seksjon)


def test_an_empty_draft_lacks_something_in_every_section_but_the_wishes(context: Any) -> None:
    mangler = service.list_mangler(make_kladd())
    assert [seksjon for seksjon in Seksjon if not mangler[seksjon]] == [Seksjon.ONSKER]


def test_sending_in_is_logged_receipted_and_published(heard: list[object]) -> None:
    soknad = make_soknad(S.KLADD)
    service.submit_soknad(soknad, now=clock.now())
    assert soknad.samtykke_at == soknad.sendt_at
    assert handlinger(soknad)[-1] == "sendt_inn"
    assert len(mails()) == 1
    assert heard == [SoknadSendt(soknad)]


def test_without_consent_nothing_is_sent(heard: list[object]) -> None:
    soknad = make_soknad(S.KLADD)
    with pytest.raises(HindretError):
        service.submit_soknad(soknad, now=clock.now(), samtykke=False)
    assert (soknad.status, mails(), heard) == (S.KLADD, [], [])


def test_the_receipt_is_written_in_the_applicants_own_language(context: Any) -> None:
    utlysning = make_utlysning(tittel_nn="Rettleiarar")
    soknad = make_soknad(S.KLADD, utlysning=utlysning, korrespondanse=Malform.NN)
    service.submit_soknad(soknad, now=clock.now())
    assert "Rettleiarar" in mails()[0][1]


def test_withdrawing_publishes_and_confirms(heard: list[object]) -> None:
    soknad = make_soknad(S.TIL_INTERVJU)
    service.withdraw(soknad, now=clock.now())
    assert soknad.status is S.TRUKKET
    assert heard == [SoknadTrukket(soknad)]
    assert handlinger(soknad)[-1] == "trukket"
    assert len(mails()) == 1


def test_changing_again_and_sending_again_gives_a_second_receipt(context: Any) -> None:
    soknad = make_soknad(S.KLADD)
    service.submit_soknad(soknad, now=clock.now())
    service.edit_again(soknad, now=clock.now())
    assert soknad.status is S.KLADD
    service.submit_soknad(soknad, now=clock.now() + timedelta(minutes=1))
    assert len(mails()) == 2


@pytest.mark.parametrize("status", [S.TIL_INTERVJU, S.AVSLAG])
def test_a_decision_stores_who_when_and_why_and_tells_nobody(context: Any, status: S) -> None:
    soknad, bruker = sent(), make_bruker(Rolle.KOORDINATOR)
    decide = service.decline if status is S.AVSLAG else service.shortlist
    decide(soknad, bruker=bruker, begrunnelse=" Grunn ", now=ETTER)
    assert (soknad.status, soknad.sortert_status) == (status, status)
    assert (soknad.avgjort_av, soknad.avgjort_at) == (bruker, ETTER)
    assert soknad.avgjort_begrunnelse == "Grunn"
    linje = audit.list_linjer(soknad)[-1]
    assert (linje.handling, linje.bruker_id) == (status.value, bruker.id)
    assert linje.detaljer == {"fra": "innsendt", "begrunnelse": "Grunn"}
    assert mails() == []


def test_shortlisting_needs_no_grounds_and_declining_does(context: Any) -> None:
    bruker = make_bruker(Rolle.KOORDINATOR)
    service.shortlist(sent(), bruker=bruker, now=ETTER)
    with pytest.raises(HindretError) as refused:
        service.decline(sent(), bruker=bruker, begrunnelse="", now=ETTER)
    assert [hinder.kode for hinder in refused.value.hindre] == ["begrunnelse"]


def test_taking_back_clears_the_decision_and_keeps_the_old_grounds_in_the_log(
    heard: list[object],
) -> None:
    soknad = sent(S.AVSLAG, avgjort_begrunnelse="Gammel", meldt_status=S.AVSLAG)
    bruker = make_bruker(Rolle.KOORDINATOR)
    service.reopen(soknad, bruker=bruker, begrunnelse="Feil person", now=ETTER)
    assert (soknad.status, soknad.meldt_status, soknad.avgjort_at) == (S.INNSENDT, None, None)
    detaljer = audit.list_linjer(soknad)[-1].detaljer
    assert (detaljer["begrunnelse"], detaljer["tidligere_begrunnelse"]) == ("Feil person", "Gammel")
    assert heard == [SoknadGjenapnet(soknad)]


def test_answers_are_sent_together_and_once(context: Any) -> None:
    avslag = sent(S.AVSLAG, avgjort_begrunnelse="Andre hadde mer erfaring.")
    intervju, bruker = sent(S.TIL_INTERVJU), make_bruker(Rolle.KOORDINATOR)
    service.send_svar([avslag, intervju], bruker=bruker, now=ETTER)
    assert [rad.til for rad in db.session.query(Utboks)] == [
        avslag.soker.epost,
        intervju.soker.epost,
    ]
    first = db.session.query(Utboks).order_by(Utboks.id).first()
    assert first is not None
    assert "Andre hadde mer erfaring." in first.tekst
    assert avslag.meldt_status is S.AVSLAG
    with pytest.raises(HindretError):
        service.send_svar([avslag], bruker=bruker, now=ETTER)


def test_an_answer_after_a_reversal_is_a_new_mail(context: Any) -> None:
    soknad, bruker = sent(), make_bruker(Rolle.KOORDINATOR)
    for minute in (1, 2):
        now = ETTER + timedelta(minutes=minute)
        service.decline(soknad, bruker=bruker, begrunnelse="Grunn", now=now)
        service.send_svar([soknad], bruker=bruker, now=now)
        if minute == 1:
            service.reopen(soknad, bruker=bruker, begrunnelse="Feil", now=now)
    assert len(mails()) == 2


def test_a_draft_is_deleted_with_what_belongs_to_it(context: Any) -> None:
    soknad = make_soknad(S.KLADD)
    service.delete_kladd(soknad)
    db.session.commit()
    assert db.session.query(Soknad).count() == 0


def test_what_was_sent_is_not_deleted(context: Any) -> None:
    with pytest.raises(HindretError):
        service.delete_kladd(make_soknad())


def test_saving_only_rows_beside_the_application_counts_as_a_change(context: Any) -> None:
    soknad = make_soknad(S.KLADD)
    before, now = soknad.versjon, soknad.endret_at
    service.add_vedlegg(soknad, "b.pdf", make_pdf(), er_cv=False, now=now)
    db.session.commit()
    assert soknad.versjon == before + 1


def test_a_decision_on_what_someone_else_has_changed_meanwhile_is_refused(context: Any) -> None:
    soknad, bruker = sent(), make_bruker(Rolle.KOORDINATOR)
    db.session.refresh(soknad)
    meanwhile = update(Soknad).where(Soknad.id == soknad.id).values(versjon=Soknad.versjon + 1)
    db.session.execute(meanwhile.execution_options(synchronize_session=False))
    with pytest.raises(KonfliktError):
        service.shortlist(soknad, bruker=bruker, now=ETTER)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Min CV.pdf", "Min CV.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Brukere\\kari\\cv.PDF", "cv.pdf"),
        ('a"\r\nSet-Cookie: x.pdf', "a Set-Cookie x.pdf"),
        ("", "vedlegg.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_file_name_keeps_no_folders_and_no_control_characters(name: str, safe: str) -> None:
    assert safe_filnavn(name) == safe


def draft(frist_at: datetime, **felter: Any) -> Soknad:
    utlysning = make_utlysning(frist_at=frist_at)
    felter.setdefault("opprettet_at", frist_at - timedelta(days=20))
    return make_soknad(S.KLADD, utlysning=utlysning, **felter)


def test_a_draft_is_reminded_of_three_days_and_one_day_before(context: Any) -> None:
    draft(FRIST)
    days = [4, 3, 2.5, 1, 0.5]
    sent_mails = [service.remind_kladder(now=FRIST - timedelta(days=d)) for d in days]
    assert sent_mails == [0, 1, 0, 1, 0]
    assert all(emne.startswith("Søknaden din er ikke sendt inn") for _til, emne in mails())


def test_a_draft_begun_after_a_reminders_moment_is_spared_it(context: Any) -> None:
    draft(FRIST, opprettet_at=FRIST - timedelta(days=2))
    assert service.remind_kladder(now=FRIST - timedelta(days=2) + timedelta(minutes=1)) == 0
    assert service.remind_kladder(now=FRIST - timedelta(hours=23)) == 1


def test_what_is_sent_in_is_not_reminded_of(context: Any) -> None:
    sent()
    assert service.remind_kladder(now=FRIST - timedelta(days=1)) == 0
    assert service.return_kladder(now=FRIST + timedelta(seconds=1)) == 0


def test_a_draft_comes_back_once_when_the_deadline_has_passed(context: Any) -> None:
    soknad = draft(FRIST)
    moments = [FRIST, FRIST + timedelta(seconds=1), FRIST + timedelta(days=2)]
    assert [service.return_kladder(now=moment) for moment in moments] == [0, 1, 0]
    assert handlinger(soknad)[-1] == "frist_ute"


def test_an_extended_deadline_is_reminded_of_anew(context: Any) -> None:
    soknad = draft(FRIST)
    service.remind_kladder(now=FRIST - timedelta(days=1))
    soknad.utlysning.frist_at = FRIST + timedelta(days=7)
    assert service.remind_kladder(now=FRIST + timedelta(days=6)) == 1


def test_the_worker_reminds_by_its_own_clock(context: Any) -> None:
    draft(FRIST)
    with clock.frozen(FRIST - timedelta(days=3)):
        jobs.remind_kladder()
    with clock.frozen(FRIST + timedelta(seconds=1)):
        jobs.return_kladder()
    assert len(mails()) == 2


def test_the_application_is_wired_to_the_worker(app: Flask) -> None:
    with app.app_context():
        periodic = current_app.extensions["rekruttering.jevnlig"]
    assert {jobs.remind_kladder, jobs.return_kladder} <= set(periodic)

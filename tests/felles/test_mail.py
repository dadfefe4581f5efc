"""Mail leaves through a real SMTP server, once, whatever happens on the way."""

from pathlib import Path

from flask import Flask

from rekruttering.felles import clock, jobs, mail
from rekruttering.felles.db import db
from rekruttering.felles.mail import Epost, EpostStatus
from tests.felles.smtp import Server, smtp_server

__all__ = ["smtp_server"]
EPOST = Epost(til="kari@example.com", emne="Tilbud på æøå", tekst="Hei, Kari!", nokkel="tilbud-1")


def enqueue(app: Flask, epost: Epost = EPOST) -> None:
    with app.app_context():
        mail.enqueue(epost)
        db.session.commit()


def statuses(app: Flask) -> list[EpostStatus]:
    with app.app_context():
        return [row.status for row in mail.list_newest()]


def make_all_ready(app: Flask) -> None:
    with app.app_context():
        db.session.execute(db.update(jobs.Jobb).values(klar_at=clock.real_now()))
        db.session.commit()


def test_a_mail_reaches_the_server_with_its_norwegian_letters(
    app: Flask, smtp_server: Server
) -> None:
    enqueue(app)
    jobs.wait_for_all(app)
    (message,) = smtp_server.received
    payload = message.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert (message["To"], payload.decode().strip()) == ("kari@example.com", "Hei, Kari!")
    assert statuses(app) == [EpostStatus.SENDT]


def test_one_event_mails_a_person_once(app: Flask, smtp_server: Server) -> None:
    enqueue(app)
    enqueue(app)
    jobs.wait_for_all(app)
    assert len(smtp_server.received) == 1


def test_a_mail_is_not_sent_when_its_cause_is_rolled_back(app: Flask, smtp_server: Server) -> None:
    with app.app_context():
        mail.enqueue(EPOST)
        db.session.rollback()
    jobs.wait_for_all(app)
    assert smtp_server.received == []


def test_a_refused_mail_is_sent_again_later(app: Flask, smtp_server: Server) -> None:
    smtp_server.refuse = True
    enqueue(app)
    jobs.wait_for_all(app)
    assert statuses(app) == [EpostStatus.VENTER]
    smtp_server.refuse = False
    make_all_ready(app)
    jobs.wait_for_all(app)
    assert (len(smtp_server.received), statuses(app)) == (1, [EpostStatus.SENDT])


def test_a_mail_that_never_gets_through_ends_as_failed(app: Flask) -> None:
    app.config.update(MAIL_SERVER="127.0.0.1", MAIL_PORT=1)
    app.extensions["mail"] = mail.mail.init_mail(app.config)
    enqueue(app)
    for _ in range(len(mail.RETRY) + 1):
        make_all_ready(app)
        jobs.wait_for_all(app)
    assert statuses(app) == [EpostStatus.FEILET]


def test_a_job_run_twice_sends_once(app: Flask, smtp_server: Server) -> None:
    enqueue(app)
    jobs.wait_for_all(app)
    with app.app_context():
        mail.deliver(mail.list_newest()[0].id, jobs.JobContext(1))
    assert len(smtp_server.received) == 1


def test_without_a_server_mails_are_files(app: Flask) -> None:
    enqueue(app)
    jobs.wait_for_all(app)
    (file,) = (Path(app.instance_path) / "epost").glob("*.eml")
    assert "kari@example.com" in file.read_text(encoding="utf-8")

"""Mail leaves through a real SMTP server, once, whatever happens on the way."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from socket import socket
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask

from rekruttering.felles import clock, jobs, mail
from rekruttering.felles.db import db
from rekruttering.felles.mail import Epost, EpostStatus

EPOST = Epost(til="kari@example.com", emne="Tilbud på æøå", tekst="Hei, Kari!", nokkel="tilbud-1")


class Server:
    """A mail server that keeps what it gets, or refuses everything."""

    def __init__(self) -> None:
        self.received: list[Message] = []
        self.refuse = False

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.refuse:
            return "451 Try again later"
        self.received.append(message_from_bytes(envelope.content))
        return "250 OK"


@pytest.fixture
def server(app: Flask) -> Iterator[Server]:
    handler = Server()
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    app.config.update(MAIL_SERVER="127.0.0.1", MAIL_PORT=port)
    app.extensions["mail"] = mail.mail.init_mail(app.config)
    yield handler
    controller.stop()


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


def test_a_mail_reaches_the_server_with_its_norwegian_letters(app: Flask, server: Server) -> None:
    enqueue(app)
    jobs.wait_for_all(app)
    (message,) = server.received
    payload = message.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert (message["To"], payload.decode().strip()) == ("kari@example.com", "Hei, Kari!")
    assert statuses(app) == [EpostStatus.SENDT]


def test_one_event_mails_a_person_once(app: Flask, server: Server) -> None:
    enqueue(app)
    enqueue(app)
    jobs.wait_for_all(app)
    assert len(server.received) == 1


def test_a_mail_is_not_sent_when_its_cause_is_rolled_back(app: Flask, server: Server) -> None:
    with app.app_context():
        mail.enqueue(EPOST)
        db.session.rollback()
    jobs.wait_for_all(app)
    assert server.received == []


def test_a_refused_mail_is_sent_again_later(app: Flask, server: Server) -> None:
    server.refuse = True
    enqueue(app)
    jobs.wait_for_all(app)
    assert statuses(app) == [EpostStatus.VENTER]
    server.refuse = False
    make_all_ready(app)
    jobs.wait_for_all(app)
    assert (len(server.received), statuses(app)) == (1, [EpostStatus.SENDT])


def test_a_mail_that_never_gets_through_ends_as_failed(app: Flask) -> None:
    app.config.update(MAIL_SERVER="127.0.0.1", MAIL_PORT=1)
    app.extensions["mail"] = mail.mail.init_mail(app.config)
    enqueue(app)
    for _ in range(len(mail.RETRY) + 1):
        make_all_ready(app)
        jobs.wait_for_all(app)
    assert statuses(app) == [EpostStatus.FEILET]


def test_a_job_run_twice_sends_once(app: Flask, server: Server) -> None:
    enqueue(app)
    jobs.wait_for_all(app)
    with app.app_context():
        mail.deliver(mail.list_newest()[0].id, jobs.JobContext(1))
    assert len(server.received) == 1


def test_without_a_server_mails_are_files(app: Flask) -> None:
    enqueue(app)
    jobs.wait_for_all(app)
    (file,) = (Path(app.instance_path) / "epost").glob("*.eml")
    assert "kari@example.com" in file.read_text(encoding="utf-8")

"""A real mail server for tests, which keeps what it gets."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from socket import socket
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask

from rekruttering.felles import mail


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
def smtp_server(app: Flask) -> Iterator[Server]:
    """The application sends to this server."""
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

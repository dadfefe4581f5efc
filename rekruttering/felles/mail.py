"""Mail: written to the outbox in the transaction that causes it, sent by the worker.

Without a configured SMTP server (`MAIL_SERVER`), mails are stored as files under
`instance/epost/` and shown on the developer's mailbox page.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from smtplib import SMTPException

from flask import Flask, current_app
from flask_babel import force_locale
from flask_mail import Mail, Message
from sqlalchemy import Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from rekruttering.felles import clock, jobs
from rekruttering.felles.db import Model, db, transaction
from rekruttering.felles.errors import NotFoundError

log = logging.getLogger(__name__)
mail = Mail()

JOB = "send_epost"
RETRY = (10, 60, 300, 1800, 7200)


@dataclass(frozen=True)
class Epost:
    """One mail to one person; `nokkel` names the event, and one event mails a person once."""

    til: str
    emne: str
    tekst: str
    nokkel: str


class EpostStatus(StrEnum):
    """Life of a mail."""

    VENTER = "venter"
    SENDT = "sendt"
    FEILET = "feilet"


class Utboks(Model):
    """A mail that must leave."""

    __table_args__ = (UniqueConstraint("nokkel", "til"), Index(None, "status"))
    id: Mapped[int] = mapped_column(primary_key=True)
    til: Mapped[str]
    emne: Mapped[str]
    tekst: Mapped[str]
    nokkel: Mapped[str]
    status: Mapped[EpostStatus] = mapped_column(default=EpostStatus.VENTER)
    forsok: Mapped[int] = mapped_column(default=0)
    opprettet_at: Mapped[datetime]
    sendt_at: Mapped[datetime | None]
    feil: Mapped[str | None]


def render(navn: str, malform: str, /, **verdier: object) -> str:
    """Return the text of `templates/epost/<navn>.txt` in the recipient's own målform (nb, nn)."""
    template = current_app.jinja_env.get_template(f"epost/{navn}.txt")
    with force_locale(malform):
        return template.render(**verdier)


def enqueue(epost: Epost) -> None:
    """Put a mail in the outbox in the present transaction; a mail already there is left alone."""
    query = select(Utboks.id).where(Utboks.nokkel == epost.nokkel, Utboks.til == epost.til)
    if db.session.scalar(query) is not None:
        return
    row = Utboks(
        til=epost.til,
        emne=epost.emne,
        tekst=epost.tekst,
        nokkel=epost.nokkel,
        opprettet_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    jobs.enqueue(JOB, row.id)


def deliver(utboks_id: int, _context: jobs.JobContext) -> None:
    """Send one mail; a server that refuses or is away gets it again later (see `RETRY`).

    The Message-ID follows from the row, so that a mail sent just before a crash and sent again
    after it is the same mail to every mailbox that looks.
    """
    row = db.session.get_one(Utboks, utboks_id)
    if row.status is EpostStatus.SENDT:
        return
    message = Message(subject=row.emne, recipients=[row.til], body=row.tekst)
    message.msgId = f"<rekruttering-{row.id}@{current_app.config['MAIL_DOMAIN']}>"
    try:
        _transport(row, message)
    except (OSError, SMTPException) as error:
        _retry(row, error)
        return
    with transaction():
        row.status, row.sendt_at, row.feil = EpostStatus.SENDT, clock.now(), None


def _transport(row: Utboks, message: Message) -> None:
    if current_app.config["MAIL_SERVER"]:
        mail.send(message)
        return
    folder = Path(current_app.instance_path) / "epost"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{row.id:06d}.eml").write_text(message.as_string(), encoding="utf-8")


def _retry(row: Utboks, error: Exception) -> None:
    log.warning("epost %s kom ikke frem: %s", row.id, type(error).__name__)
    with transaction():
        row.feil = f"{type(error).__name__}: {error}"
        if row.forsok >= len(RETRY):
            row.status = EpostStatus.FEILET
            return
        pause = timedelta(seconds=RETRY[row.forsok])
        row.forsok += 1
        jobs.enqueue(JOB, row.id, klar_at=clock.real_now() + pause)


def list_newest(limit: int = 200) -> list[Utboks]:
    """Return the newest mails of the outbox, for the developer's mailbox and the administrator."""
    return list(db.session.scalars(select(Utboks).order_by(Utboks.id.desc()).limit(limit)))


def get_epost(id: int) -> Utboks:
    """Return a mail of the outbox.

    Raises:
        NotFoundError: there is no such mail.
    """
    row = db.session.get(Utboks, id)
    if row is None:
        raise NotFoundError
    return row


def init_app(app: Flask) -> None:
    """Connect Flask-Mail."""
    mail.init_app(app)


def absolute_url(path: str) -> str:
    """Return the public address of a path of this installation, for a mail."""
    return f"{current_app.config['PUBLIC_URL'].rstrip('/')}{path}"

"""Mail: written to the outbox in the transaction that causes it, sent by the worker.

Without a configured SMTP server (`MAIL_SERVER`), mails are stored as files under
`instance/epost/` and shown on the developer's mailbox page.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.mime.text import MIMEText
from enum import StrEnum
from pathlib import Path
from smtplib import SMTPException

from flask import Flask, current_app
from flask_babel import force_locale
from flask_mail import Mail, Message
from sqlalchemy import CheckConstraint, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from rekruttering.felles import clock, jobs
from rekruttering.felles.db import Model, db, get_row, transaction
from rekruttering.felles.kalender import Adresse, Kalenderdel, Metode

log = logging.getLogger(__name__)
mail = Mail()

JOB = "send_epost"
RETRY = (10, 60, 300, 1800, 7200)


@dataclass(frozen=True)
class Epost:
    """One mail to one person; `nokkel` names the event, and one event mails a person once.

    `kalender` is an invitation or cancellation that the person's calendar takes in.
    """

    til: str
    emne: str
    tekst: str
    nokkel: str
    kalender: Kalenderdel | None = None


class EpostStatus(StrEnum):
    """Life of a mail."""

    VENTER = "venter"
    SENDT = "sendt"
    FEILET = "feilet"


class Utboks(Model):
    """A mail that must leave."""

    __table_args__ = (
        UniqueConstraint("nokkel", "til"),
        Index(None, "status"),
        CheckConstraint("(kalender IS NULL) = (kalendermetode IS NULL)", name="kalender"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    til: Mapped[str]
    emne: Mapped[str]
    tekst: Mapped[str]
    nokkel: Mapped[str]
    kalender: Mapped[str | None]
    kalendermetode: Mapped[Metode | None]
    status: Mapped[EpostStatus] = mapped_column(default=EpostStatus.VENTER)
    forsok: Mapped[int] = mapped_column(default=0)
    opprettet_at: Mapped[datetime]
    sendt_at: Mapped[datetime | None]
    feil: Mapped[str | None]


class _Melding(Message):
    """A mail whose calendar part says in its type what it asks for, as RFC 6047 wants."""

    metode: Metode | None = None

    def _mimetext(self, text: str | None, subtype: str = "plain") -> MIMEText:
        part: MIMEText = super()._mimetext(text, subtype)
        if subtype == "calendar" and self.metode is not None:
            part.set_param("method", self.metode.value)
        return part


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
        kalender=epost.kalender.tekst if epost.kalender else None,
        kalendermetode=epost.kalender.metode if epost.kalender else None,
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
    message = _Melding(subject=row.emne, recipients=[row.til], body=row.tekst)
    if row.kalender is not None and row.kalendermetode is not None:
        message.metode, message.alts = row.kalendermetode, {"calendar": row.kalender}
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
    return get_row(Utboks, id)


def init_app(app: Flask) -> None:
    """Connect Flask-Mail."""
    mail.init_app(app)


def absolute_url(path: str) -> str:
    """Return the public address of a path of this installation, for a mail."""
    return f"{current_app.config['PUBLIC_URL'].rstrip('/')}{path}"


def get_avsender() -> Adresse:
    """Return who this installation writes as: the one organizer of everything in a calendar."""
    sender = current_app.config["MAIL_DEFAULT_SENDER"]
    return Adresse(*sender) if isinstance(sender, tuple) else Adresse("", str(sender))


def calendar_uid(slag: str, id: int) -> str:
    """Return the UID that one thing has in every calendar, for life."""
    return f"{slag}-{id}@{current_app.config['MAIL_DOMAIN']}"

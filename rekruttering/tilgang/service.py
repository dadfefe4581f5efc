"""Use cases of log-in and of giving roles; nothing here commits."""

import hmac
import secrets
from datetime import datetime, timedelta

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from rekruttering.felles import audit
from rekruttering.felles.db import db
from rekruttering.felles.errors import N_, Hinder, HindretError, refuse_if
from rekruttering.felles.mail import enqueue
from rekruttering.tilgang import mail, queries, rules
from rekruttering.tilgang.models import (
    Bruker,
    Engangskode,
    Innloggingsfeil,
    Rolletildeling,
    Sesjon,
)
from rekruttering.tilgang.rules import Malform, Rolle

_hasher = PasswordHasher()
# Compared with when the user does not exist, so that the answer takes as long.
_NOBODY = _hasher.hash(secrets.token_urlsafe(16))


def create_bruker(
    epost: str, navn: str, *, now: datetime, telefon: str = "", malform: Malform = Malform.NB
) -> Bruker:
    """Return the user with this address, new or already there."""
    bruker = queries.find_bruker(epost)
    if bruker is None:
        bruker = Bruker(
            epost=rules.normal_epost(epost),
            navn=navn,
            telefon=telefon,
            malform=malform,
            opprettet_at=now,
        )
        db.session.add(bruker)
        db.session.flush()
    return bruker


def give_rolle(bruker: Bruker, rolle: Rolle, omrade: str = "", *, av: Bruker | None) -> None:
    """Give a role, in an area where the role has one; a role already given is left alone.

    Raises:
        HindretError: the role needs an area, or has none.
    """
    refuse_if(rules.rolle_hindre(rolle, omrade))
    if omrade in bruker.omrader(rolle):
        return
    bruker.rolletildelinger.append(Rolletildeling(rolle=rolle, omrade=omrade))
    audit.record("rolle_gitt", bruker, bruker=av, rolle=rolle, omrade=omrade)


def take_rolle(bruker: Bruker, rolle: Rolle, omrade: str = "", *, av: Bruker | None) -> None:
    """Take a role away.

    Raises:
        HindretError: an administrator would take the role from themselves.
    """
    own_admin = rolle is Rolle.ADMINISTRATOR and av is not None and av.id == bruker.id
    refuse_if(rules.close_hindre(own=own_admin))
    for tildelt in list(bruker.rolletildelinger):
        if tildelt.rolle is rolle and tildelt.omrade == omrade:
            db.session.delete(tildelt)
            bruker.rolletildelinger.remove(tildelt)
    audit.record("rolle_tatt", bruker, bruker=av, rolle=rolle, omrade=omrade)


def set_password(bruker: Bruker, passord: str) -> str:
    """Set a staff user's password and return the new secret for the authenticator app."""
    bruker.passord_hash = _hasher.hash(passord)
    bruker.totp_hemmelighet = pyotp.random_base32()
    return bruker.totp_hemmelighet


def renew_password(bruker: Bruker, *, av: Bruker, now: datetime) -> tuple[str, str]:
    """Return a new password and the address that sets up the authenticator app.

    The user's sessions end: the old password may be in other hands.
    """
    for sesjon in queries.list_open_sesjoner(bruker.id):
        close_sesjon(sesjon, now=now)
    passord = secrets.token_urlsafe(12)
    secret = set_password(bruker, passord)
    audit.record("passord_fornyet", bruker, bruker=av)
    uri = pyotp.TOTP(secret).provisioning_uri(name=bruker.epost, issuer_name="Rekruttering")
    return passord, uri


def set_aktiv(bruker: Bruker, *, aktiv: bool, av: Bruker) -> None:
    """Close an account or open it again.

    Raises:
        HindretError: it is the administrator's own.
    """
    refuse_if(rules.close_hindre(own=bruker.id == av.id))
    bruker.aktiv = aktiv
    audit.record("konto_apnet" if aktiv else "konto_stengt", bruker, bruker=av)


def send_kode(epost: str, malform: str, *, secret_key: str | bytes, now: datetime) -> None:
    """Send a one-time code, which ends the one before; staff are told how staff log in.

    Staff have a code row too, which nobody is sent: the page with codes answers everyone alike.

    Raises:
        HindretError: too many codes were asked for.
    """
    epost = rules.normal_epost(epost)
    sent = queries.count_koder(epost, now - timedelta(hours=1))
    refuse_if(rules.new_code_hindre(sent))
    kode = f"{secrets.randbelow(10**6):06d}"
    bruker = queries.find_bruker(epost)
    previous = queries.find_newest_kode(epost)
    if previous is not None:
        previous.brukt_at = now
    row = Engangskode(
        epost=epost,
        kode_hash=rules.code_hash(secret_key, epost, kode),
        opprettet_at=now,
        utloper_at=now + rules.KODE_GYLDIG,
    )
    db.session.add(row)
    db.session.flush()
    if bruker is not None and bruker.har(*rules.ANSATT):
        enqueue(mail.ansatt_epost(epost, row.id, malform))
    else:
        enqueue(mail.kode_epost(epost, kode, row.id, malform))


def open_with_kode(
    epost: str, kode: str, *, secret_key: str | bytes, now: datetime
) -> Sesjon | Hinder:
    """Return a new session, or the reason why the code does not open one.

    The wrong attempt is counted in the caller's transaction, so a reason is returned and not
    raised: raising would roll the count back.
    """
    epost = rules.normal_epost(epost)
    row = queries.find_newest_kode(epost)
    if row is None:
        return Hinder("utlopt", N_("Koden gjelder ikke lenger. Be om en ny kode."))
    matches = hmac.compare_digest(row.kode_hash, rules.code_hash(secret_key, epost, kode))
    hindre = rules.code_hindre(
        matches=matches, forsok=row.forsok, utloper_at=row.utloper_at, now=now
    )
    row.forsok += 1
    if hindre:
        return hindre[0]
    row.brukt_at = now
    bruker = create_bruker(epost, "", now=now)
    if not bruker.aktiv or bruker.har(*rules.ANSATT):
        return Hinder("stengt", N_("Du kan ikke logge inn på denne måten."))
    return open_sesjon(bruker, now=now)


def open_with_password(epost: str, passord: str, totp: str, *, now: datetime) -> Sesjon | Hinder:
    """Return a new session for a member of staff, or the reason for refusal (see above)."""
    epost = rules.normal_epost(epost)
    bruker = queries.find_bruker(epost)
    failures = queries.count_feil(epost, now)
    matches = _password_matches(bruker, passord) and _totp_matches(bruker, totp, now)
    hindre = rules.password_hindre(failures=failures, matches=matches)
    if hindre:
        db.session.add(Innloggingsfeil(epost=epost, at=now))
        return hindre[0]
    if bruker is None or not bruker.aktiv:
        raise HindretError([Hinder("stengt", N_("Du kan ikke logge inn på denne måten."))])
    return open_sesjon(bruker, now=now)


def open_sesjon(bruker: Bruker, *, now: datetime) -> Sesjon:
    """Return a new session for a user whose identity has been shown."""
    sesjon = Sesjon(id=secrets.token_urlsafe(32), bruker_id=bruker.id, opprettet_at=now)
    sesjon.bruker = bruker
    db.session.add(sesjon)
    audit.record("logget_inn", bruker, bruker=bruker)
    return sesjon


def close_sesjon(sesjon: Sesjon, *, now: datetime) -> None:
    """End a session."""
    sesjon.avsluttet_at = now


def _password_matches(bruker: Bruker | None, passord: str) -> bool:
    stored = bruker.passord_hash if bruker and bruker.passord_hash else _NOBODY
    try:
        _hasher.verify(stored, passord)
    except VerifyMismatchError:
        return False
    return stored != _NOBODY


def _totp_matches(bruker: Bruker | None, totp: str, now: datetime) -> bool:
    """Check the code of the present half minute or its neighbours; each opens one session only."""
    if bruker is None or bruker.totp_hemmelighet is None:
        return False
    clock = pyotp.TOTP(bruker.totp_hemmelighet)
    for step in (-1, 0, 1):
        moment = now + timedelta(seconds=30 * step)
        counter = clock.timecode(moment)
        fresh = bruker.totp_sist_brukt is None or counter > bruker.totp_sist_brukt
        if fresh and hmac.compare_digest(clock.at(moment), totp.replace(" ", "")):
            bruker.totp_sist_brukt = counter
            return True
    return False

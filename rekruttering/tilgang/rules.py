"""Roles and the rules of log-in; plain values, no I/O."""

import hashlib
import hmac
from datetime import datetime, timedelta
from enum import StrEnum

from rekruttering.felles.errors import N_, Hinder


class Rolle(StrEnum):
    """What a user may be beside søker, which everyone may be."""

    PANEL = "panel"
    KOORDINATOR = "koordinator"
    STATSFORVALTER = "statsforvalter"
    KOMMUNEKONTAKT = "kommunekontakt"
    ADMINISTRATOR = "administrator"


ROLLE_TEKST = {
    Rolle.PANEL: N_("Panelmedlem"),
    Rolle.KOORDINATOR: N_("Koordinator"),
    Rolle.STATSFORVALTER: N_("Statsforvalter"),
    Rolle.KOMMUNEKONTAKT: N_("Kommunekontakt"),
    Rolle.ADMINISTRATOR: N_("Administrator"),
}
# These log in with password and authenticator; everyone else with a code by e-mail.
ANSATT = frozenset({Rolle.PANEL, Rolle.KOORDINATOR, Rolle.ADMINISTRATOR})


class Malform(StrEnum):
    """The language a person is written to in."""

    NB = "nb"
    NN = "nn"


# These hold in one embete (its code) or one kommune (its number) only.
REGIONAL = frozenset({Rolle.STATSFORVALTER, Rolle.KOMMUNEKONTAKT})

KODE_GYLDIG = timedelta(minutes=10)
KODE_FORSOK = 5
KODER_PER_TIME = 6
FEIL_PER_KVARTER = 10
OKT_LENGST = timedelta(hours=12)


def code_hash(secret_key: str | bytes, epost: str, kode: str) -> str:
    """Return what is stored of a one-time code; useless without the installation's key."""
    key = secret_key.encode() if isinstance(secret_key, str) else secret_key
    return hmac.new(key, f"{epost}:{kode}".encode(), hashlib.sha256).hexdigest()


def normal_epost(epost: str) -> str:
    """Return the form of an e-mail address that identifies a user."""
    return epost.strip().lower()


def new_code_hindre(sent_last_hour: int) -> list[Hinder]:
    """Return why no further code is sent to this address now."""
    if sent_last_hour < KODER_PER_TIME:
        return []
    tekst = N_("Du har bedt om mange koder. Vent en time, og prøv igjen.")
    return [Hinder("mange_koder", tekst)]


def code_hindre(*, matches: bool, forsok: int, utloper_at: datetime, now: datetime) -> list[Hinder]:
    """Return why a typed code does not log anyone in; only one reason, so that nothing leaks."""
    if now > utloper_at or forsok >= KODE_FORSOK:
        return [Hinder("utlopt", N_("Koden gjelder ikke lenger. Be om en ny kode."))]
    if not matches:
        return [Hinder("feil_kode", N_("Koden stemmer ikke. Se etter i e-posten, og prøv igjen."))]
    return []


def password_hindre(*, failures: int, matches: bool) -> list[Hinder]:
    """Return why a staff log-in is refused."""
    if failures >= FEIL_PER_KVARTER:
        tekst = N_("For mange forsøk. Vent et kvarter, og prøv igjen.")
        return [Hinder("mange_forsok", tekst)]
    if not matches:
        tekst = N_("E-post, passord eller engangskode stemmer ikke.")
        return [Hinder("feil_innlogging", tekst)]
    return []


def rolle_hindre(rolle: Rolle, omrade: str) -> list[Hinder]:
    """Return why a role cannot be given in an area."""
    if rolle in REGIONAL and not omrade:
        return [Hinder("omrade_mangler", N_("Skriv hvilket embete eller hvilken kommune."))]
    if rolle not in REGIONAL and omrade:
        return [Hinder("omrade_for_mye", N_("Denne rollen gjelder hele landet."))]
    return []


def close_hindre(*, own: bool) -> list[Hinder]:
    """Return why an account or an administrator's role cannot be taken away."""
    tekst = N_("Du kan ikke stenge deg selv ute. Be en annen administrator gjøre det.")
    return [Hinder("egen_konto", tekst)] if own else []

"""Why a change of state, or a file, is refused; plain values, no I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rekruttering.felles.errors import N_, Hinder
from rekruttering.soknad.rules import Seksjon, SoknadStatus
from rekruttering.utlysning.rules import UtlysningStatus

MAKS_FIL_BYTES = 8_000_000
MAKS_FILER = 5
MAKS_BEGRUNNELSE = 4000


@dataclass(frozen=True)
class Pdf:
    """What was found in an uploaded file."""

    storrelse: int
    har_header: bool
    lesbar: bool
    kryptert: bool


def _frist_hindre(status: UtlysningStatus, frist_at: datetime, now: datetime) -> list[Hinder]:
    """Return why the call does not take applications now; the second of the deadline is in time.

    Kilde: docs/regler.md#S2.
    """
    if now > frist_at:
        return [Hinder("frist", N_("Søknadsfristen har gått ut."))]
    if status is not UtlysningStatus.PUBLISERT:
        return [Hinder("ikke_apen", N_("Utlysningen tar ikke imot søknader nå."))]
    return []


def start_hindre(
    utlysning_status: UtlysningStatus, frist_at: datetime, now: datetime
) -> list[Hinder]:
    """Return why nobody can start an application to this call now."""
    return _frist_hindre(utlysning_status, frist_at, now)


def save_hindre(status: SoknadStatus) -> list[Hinder]:
    """Return why an answer cannot be changed; after the deadline a draft can, but not be sent."""
    if status is SoknadStatus.KLADD:
        return []
    tekst = N_("Søknaden er ikke en kladd lenger, så svarene kan ikke endres her.")
    return [Hinder("status", tekst)]


def submit_hindre(
    status: SoknadStatus,
    utlysning_status: UtlysningStatus,
    frist_at: datetime,
    now: datetime,
    mangler: Mapping[Seksjon, Sequence[Hinder]],
    *,
    samtykke: bool,
) -> list[Hinder]:
    """Return every reason why a draft cannot be sent.  Kilde: docs/regler.md#S2."""
    hindre = _frist_hindre(utlysning_status, frist_at, now)
    if status is not SoknadStatus.KLADD:
        hindre.append(Hinder("status", N_("Søknaden er allerede sendt inn.")))
    for seksjon in Seksjon:
        hindre += mangler.get(seksjon, ())
    if not samtykke:
        tekst = N_("Kryss av for at du har lest hvordan vi bruker opplysningene.")
        hindre.append(Hinder("samtykke", tekst))
    return hindre


def edit_again_hindre(
    status: SoknadStatus, utlysning_status: UtlysningStatus, frist_at: datetime, now: datetime
) -> list[Hinder]:
    """Return why a sent or withdrawn application cannot become a draft again.

    What has been decided is not named: the applicant may not have been told.
    """
    hindre = _frist_hindre(utlysning_status, frist_at, now)
    if hindre or status in (SoknadStatus.INNSENDT, SoknadStatus.TRUKKET):
        return hindre
    return [Hinder("status", N_("Utlysningen tar ikke imot søknader nå."))]


def delete_hindre(status: SoknadStatus, sendt_at: datetime | None) -> list[Hinder]:
    """Return why the application cannot be deleted by its writer: what was sent is withdrawn."""
    if status is SoknadStatus.KLADD and sendt_at is None:
        return []
    return [
        Hinder("status", N_("Søknaden har vært sendt inn. Du kan trekke den, ikke slette den."))
    ]


def withdraw_hindre(
    status: SoknadStatus, sendt_at: datetime | None, meldt: SoknadStatus | None
) -> list[Hinder]:
    """Return why an application cannot be withdrawn.

    A refusal that has not been told does not stop it: the answer would give it away.
    Kilde: docs/regler.md#S3.
    """
    if status is SoknadStatus.KLADD and sendt_at is None:
        return [Hinder("status", N_("Søknaden er ikke sendt inn. Du kan slette kladden."))]
    if status is SoknadStatus.TRUKKET:
        return [Hinder("status", N_("Søknaden er allerede trukket."))]
    if status is SoknadStatus.AVSLAG and meldt is status:
        return [Hinder("status", N_("Søknaden er ferdig behandlet."))]
    return []


def decide_hindre(
    status: SoknadStatus, frist_at: datetime, now: datetime, begrunnelse: str | None
) -> list[Hinder]:
    """Return why an application cannot be sorted now; None is a choice that needs no grounds.

    Before the deadline applicants may still change what they sent.  Kilde: docs/regler.md#S4.
    """
    hindre = []
    if now <= frist_at:
        tekst = N_("Søknadsfristen er ikke ute. Søkeren kan fortsatt endre søknaden.")
        hindre.append(Hinder("frist", tekst))
    if status is not SoknadStatus.INNSENDT:
        hindre.append(_wrong_status(status))
    return hindre if begrunnelse is None else [*hindre, *_begrunnelse_hindre(begrunnelse)]


def reopen_hindre(
    status: SoknadStatus,
    sortert: SoknadStatus | None,
    meldt: SoknadStatus | None,
    begrunnelse: str,
) -> list[Hinder]:
    """Return why the outcome of the first sorting cannot be taken back.

    An invitation that the applicant has been told stands; a refusal may be reversed even then.
    """
    hindre = []
    if sortert is None or status is not sortert:
        hindre.append(_wrong_status(status))
    elif status is SoknadStatus.TIL_INTERVJU and meldt is status:
        tekst = N_("Søkeren har fått beskjed om at vi inviterer til intervju.")
        hindre.append(Hinder("meldt", tekst))
    return [*hindre, *_begrunnelse_hindre(begrunnelse)]


def svar_hindre(
    status: SoknadStatus, sortert: SoknadStatus | None, meldt: SoknadStatus | None
) -> list[Hinder]:
    """Return why there is no answer to send after the first sorting."""
    if sortert is None or status is not sortert:
        return [Hinder("status", N_("Søknaden venter ikke på svar etter sorteringen."))]
    if meldt is status:
        return [Hinder("meldt", N_("Søkeren har fått dette svaret."))]
    return []


def vedlegg_hindre(
    pdf: Pdf, filnavn: str, *, er_cv: bool, antall_cv: int, antall_andre: int
) -> list[Hinder]:
    """Return why a file is not taken in; a new CV takes the old one's place.

    Kilde: docs/regler.md#S6.
    """
    verdier: dict[str, object] = {"fil": filnavn}
    antall = antall_andre + (1 if er_cv else antall_cv + 1)
    hindre = []
    if antall > MAKS_FILER:
        tekst = N_("Du kan ha høyst fem filer. Slett en fil før du laster opp %(fil)s.")
        hindre.append(Hinder("antall", tekst, verdier))
    if pdf.storrelse > MAKS_FIL_BYTES:
        tekst = N_("%(fil)s er for stor. En fil kan være høyst 8 MB.")
        hindre.append(Hinder("for_stor", tekst, verdier))
    return [*hindre, *_innhold_hindre(pdf, verdier)]


def _innhold_hindre(pdf: Pdf, verdier: dict[str, object]) -> list[Hinder]:
    """Return the first fault of the content; the later ones follow from it."""
    if pdf.storrelse == 0:
        return [Hinder("tom", N_("%(fil)s er tom."), verdier)]
    if not pdf.har_header:
        tekst = N_("%(fil)s er ikke en PDF. Lagre dokumentet som PDF, og last det opp på nytt.")
        return [Hinder("ikke_pdf", tekst, verdier)]
    if pdf.kryptert:
        tekst = N_("%(fil)s er beskyttet med passord. Lagre den uten passord, og prøv igjen.")
        return [Hinder("kryptert", tekst, verdier)]
    if not pdf.lesbar:
        tekst = N_("%(fil)s er skadet og kan ikke leses. Lagre den som PDF på nytt, og prøv igjen.")
        return [Hinder("uleselig", tekst, verdier)]
    return []


def _begrunnelse_hindre(begrunnelse: str) -> list[Hinder]:
    if not begrunnelse.strip():
        return [Hinder("begrunnelse", N_("Skriv en begrunnelse."))]
    if len(begrunnelse) > MAKS_BEGRUNNELSE:
        tekst = N_("Begrunnelsen er for lang. Den kan ha høyst %(maks)s tegn.")
        return [Hinder("begrunnelse", tekst, {"maks": MAKS_BEGRUNNELSE})]
    return []


_WRONG = {
    SoknadStatus.KLADD: N_("Søknaden er en kladd."),
    SoknadStatus.INNSENDT: N_("Søknaden er sendt inn, men ikke avgjort."),
    SoknadStatus.TRUKKET: N_("Søknaden er trukket."),
    SoknadStatus.TIL_INTERVJU: N_("Søknaden er allerede til intervju."),
    SoknadStatus.INTERVJUET: N_("Søkeren er allerede intervjuet."),
    SoknadStatus.INNSTILT: N_("Søkeren er allerede innstilt."),
    SoknadStatus.RESERVE: N_("Søkeren er allerede reserve."),
    SoknadStatus.AVSLAG: N_("Søknaden er allerede avslått."),
}


def _wrong_status(status: SoknadStatus) -> Hinder:
    return Hinder("status", _WRONG[status])

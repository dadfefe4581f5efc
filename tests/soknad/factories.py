"""Applications that are complete, in any state."""

from datetime import datetime
from functools import cache
from io import BytesIO
from typing import Any

from pypdf import PdfWriter

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.kommune.models import Kommune
from rekruttering.pulje.rules import Fagomrade
from rekruttering.soknad import service
from rekruttering.soknad.models import Soknad
from rekruttering.soknad.rules import (
    Bakgrunn,
    Niva,
    SoknadStatus,
    Sprak,
    Tilknytningsgrunn,
)
from rekruttering.tilgang.models import Bruker
from rekruttering.tilgang.rules import Malform
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.rules import Engasjementsform
from tests.kommune.factories import make_kommune
from tests.tilgang.factories import make_bruker
from tests.utlysning.factories import make_utlysning

DECIDED = (
    SoknadStatus.TIL_INTERVJU,
    SoknadStatus.INTERVJUET,
    SoknadStatus.INNSTILT,
    SoknadStatus.RESERVE,
    SoknadStatus.AVSLAG,
)


@cache
def make_pdf(passord: str = "") -> bytes:
    """Return a real PDF of one empty page, encrypted when there is a password."""
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    if passord:
        writer.encrypt(passord, algorithm="RC4-128")
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def make_kladd(
    utlysning: Utlysning | None = None, soker: Bruker | None = None, now: datetime | None = None
) -> Soknad:
    """Return a saved draft in which nothing is filled in, to a call that need not be open."""
    soker, now = soker or make_bruker(), now or clock.now()
    soknad = Soknad(
        utlysning=utlysning or make_utlysning(),
        soker=soker,
        navn=soker.navn,
        korrespondanse=soker.malform,
        opprettet_at=now,
        endret_at=now,
    )
    db.session.add(soknad)
    db.session.commit()
    return soknad


def make_soknad(
    status: SoknadStatus = SoknadStatus.INNSENDT,
    *,
    utlysning: Utlysning | None = None,
    soker: Bruker | None = None,
    now: datetime | None = None,
    **overrides: Any,
) -> Soknad:
    """Return a saved, complete application: a skoleleder who wants frikjøp of 15–25 per cent.

    `overrides` are columns of `Soknad`, set last (`bakgrunn=`, `fagomrader=`, `bosted=` …). A
    decided application has not been told to the applicant; give `meldt_status` for that.
    """
    now = now or clock.now()
    soknad = make_kladd(utlysning, soker, now)
    fill_in(soknad, now)
    if status is not SoknadStatus.KLADD:
        soknad.sendt_at = soknad.samtykke_at = now
    if status in DECIDED:
        soknad.avgjort_at = now
        avslag = status is SoknadStatus.AVSLAG
        soknad.sortert_status = SoknadStatus.AVSLAG if avslag else SoknadStatus.TIL_INTERVJU
    soknad.status = status
    for navn, verdi in overrides.items():
        setattr(soknad, navn, verdi)
    db.session.commit()
    return soknad


def fill_in(soknad: Soknad, now: datetime) -> None:
    """Save every section of a draft, complete."""
    bosted, arbeidssted, tidligere = (make_kommune() for _ in range(3))
    service.save_person(
        soknad,
        service.PersonInput(soknad.navn or "Kari Nordmann", "90 00 00 00", bosted.id, Malform.NB),
        now=now,
    )
    service.save_arbeid(
        soknad,
        service.ArbeidInput("Prøvestad kommune", arbeidssted.id, "Rektor"),
        now=now,
    )
    service.save_bakgrunn(
        soknad, service.BakgrunnInput(Bakgrunn.SKOLELEDER, None, None, 12), now=now
    )
    service.save_kompetanse(
        soknad,
        service.KompetanseInput(
            "Master i utdanningsledelse.",
            "Har veiledet rektorer i ti år.",
            (Fagomrade.LEDELSE, Fagomrade.VEILEDNING),
        ),
        now=now,
    )
    norsk = (Niva.FLYTENDE, Niva.FLYTENDE)
    samisk = (Niva.INGEN, Niva.INGEN)
    nivaer = {s: norsk if s in (Sprak.BOKMAL, Sprak.NYNORSK) else samisk for s in Sprak}
    service.save_sprak(soknad, service.SprakInput(dict(nivaer)), now=now)
    service.save_engasjement(
        soknad, service.EngasjementInput(Engasjementsform.FRIKJOP, 15, 25), now=now
    )
    service.save_sted(soknad, service.StedInput((), (), 1000), now=now)
    _fill_in_persons(soknad, tidligere, now)
    service.add_vedlegg(soknad, "cv.pdf", make_pdf(), er_cv=True, now=now)


def _fill_in_persons(soknad: Soknad, tidligere: Kommune, now: datetime) -> None:
    tie = service.TilknytningInput(
        tidligere.id, Tilknytningsgrunn.TIDLIGERE_ARBEIDSGIVER, "Rektor der til 2016."
    )
    service.save_habilitet(soknad, service.HabilitetInput(False, (tie,)), now=now)
    service.save_onsker(soknad, service.OnskerInput(), now=now)
    service.save_motivasjon(
        soknad, service.MotivasjonInput("Jeg vil dele det jeg har lært."), now=now
    )
    referanse = service.ReferanseInput(
        "Per Hansen", "Skolesjef", "Prøvestad kommune", "91 00 00 00", "per@example.com"
    )
    service.save_referanser(soknad, service.ReferanserInput((referanse,)), now=now)

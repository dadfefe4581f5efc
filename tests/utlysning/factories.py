"""Calls: published, complete in both languages, and open for a long time."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from rekruttering.felles.db import db
from rekruttering.utlysning.models import Engasjement, Kompetanse, Utlysning, UtlysningSamling
from rekruttering.utlysning.rules import (
    STANDARD_VEKTER,
    Engasjementsform,
    Enhet,
    Ordning,
    UtlysningStatus,
)

_numbers = count(1)

KOMPETANSER = ("skoleeier", "skoleleder", "analyse")


def make_utlysning(**felter: Any) -> Utlysning:
    """Return a saved call: 15–25 % or 250–420 hours, one samling, three kompetanser.

    Published on 10 February 2020, open until 31 January 2099 at 23:59:59 in Oslo.
    """
    nummer = next(_numbers)
    verdier: dict[str, Any] = {
        "slug": f"runde-{nummer}",
        "ordning": Ordning.OPPFOLGINGSORDNINGEN,
        "status": UtlysningStatus.PUBLISERT,
        "tittel_nb": f"Veiledere til runde {nummer}",
        "tittel_nn": f"Rettleiarar til runde {nummer}",
        "ingress_nb": "Vi søker veiledere.",
        "ingress_nn": "Vi søkjer rettleiarar.",
        "tekst_nb": "## Om oppdraget\n\nDu veileder kommuner.",
        "tekst_nn": "## Om oppdraget\n\nDu rettleier kommunar.",
        "intervjusted_nb": "På video",
        "intervjusted_nn": "På video",
        "sammensetning_nb": "Veilederne arbeider to og to.",
        "sammensetning_nn": "Rettleiarane arbeider to og to.",
        "endret_at": datetime(2020, 2, 10, 8, tzinfo=UTC),
        "publisert_at": datetime(2020, 2, 10, 8, tzinfo=UTC),
        "frist_at": datetime(2099, 1, 31, 22, 59, 59, tzinfo=UTC),
        "intervju_fra_dato": date(2099, 2, 10),
        "intervju_til_dato": date(2099, 2, 28),
        "tilbud_innen_dato": date(2099, 3, 15),
        "periode_fra_dato": date(2099, 8, 1),
        "periode_til_dato": date(2100, 6, 30),
        "arsverk_timer": 1680,
        "maks_kommuner_per_par": 4,
        "vekter": dict(STANDARD_VEKTER),
        "kontakt_navn": "Ola Kontakt",
        "kontakt_epost": "kontakt@udir.example",
        "kontakt_telefon": "00 00 00 00",
        "engasjementer": [make_frikjop(), make_konsulent()],
        "samlinger": [make_samling()],
        "kompetanser": [make_kompetanse(kode, i) for i, kode in enumerate(KOMPETANSER)],
    }
    if felter.get("status") is UtlysningStatus.KLADD:
        verdier["publisert_at"] = None
    utlysning = Utlysning(**{**verdier, **felter})
    db.session.add(utlysning)
    db.session.commit()
    return utlysning


def make_frikjop(minst: int | None = 15, mest: int | None = 25, **felter: Any) -> Engasjement:
    """Return an engagement in per cent, not saved."""
    verdier: dict[str, Any] = {
        "rekkefolge": 0,
        "form": Engasjementsform.FRIKJOP,
        "enhet": Enhet.PROSENT,
        "unntak": False,
        "tekst_nb": "Du er frikjøpt fra arbeidsgiveren din.",
        "tekst_nn": "Du er frikjøpt frå arbeidsgivaren din.",
    }
    return Engasjement(minst=minst, mest=mest, **{**verdier, **felter})


def make_konsulent(minst: int | None = 250, mest: int | None = 420, **felter: Any) -> Engasjement:
    """Return an engagement in hours, not saved."""
    verdier: dict[str, Any] = {
        "rekkefolge": 1,
        "form": Engasjementsform.KONSULENT,
        "enhet": Enhet.TIMER,
        "unntak": False,
        "tekst_nb": "Du får honorar for timene.",
        "tekst_nn": "Du får honorar for timane.",
    }
    return Engasjement(minst=minst, mest=mest, **{**verdier, **felter})


def make_samling(**felter: Any) -> UtlysningSamling:
    """Return a gathering of two days, not saved."""
    verdier: dict[str, Any] = {
        "tittel_nb": "Første samling",
        "tittel_nn": "Første samling",
        "fra_dato": date(2099, 6, 8),
        "til_dato": date(2099, 6, 9),
        "sted": "Gardermoen",
    }
    return UtlysningSamling(**{**verdier, **felter})


def make_kompetanse(kode: str = "analyse", rekkefolge: int = 0, **felter: Any) -> Kompetanse:
    """Return a complete criterion with one question, not saved."""
    verdier: dict[str, Any] = {
        "navn_nb": f"Kompetanse {kode}",
        "navn_nn": f"Kompetanse {kode}",
        "begrunnelse_nb": "Oppdraget krever det.",
        "begrunnelse_nn": "Oppdraget krev det.",
        "vekt": 1,
        "sporsmal": [
            {
                "nb": "Fortell om en gang du gjorde det.",
                "nn": "Fortel om ein gong du gjorde det.",
                "oppfolging": [{"nb": "Hva lærte du?", "nn": "Kva lærte du?"}],
            }
        ],
        "anker": {
            "1": {"nb": "Lite", "nn": "Lite"},
            "3": {"nb": "Noe", "nn": "Noko"},
            "5": {"nb": "Mye", "nn": "Mykje"},
        },
    }
    return Kompetanse(kode=kode, rekkefolge=rekkefolge, **{**verdier, **felter})

"""What an applicant's browser does in the tests."""

from typing import Any

from flask.testing import FlaskClient

from rekruttering.soknad import queries
from rekruttering.soknad.models import Soknad

SPRAK = ("bokmal", "nynorsk", "nordsamisk", "lulesamisk", "sorsamisk")


def answers(kommune: str) -> dict[str, dict[str, Any]]:
    """Return complete answers to every section but the files."""
    nivaer = {f"{s}_{m}": "godt" for s in SPRAK for m in ("muntlig", "skriftlig")}
    return {
        "person": {
            "navn": "Kari Nordmann",
            "telefon": "90000000",
            "bosted": kommune,
            "korrespondanse": "nn",
        },
        "arbeid": {"arbeidsgiver": "Skolen", "arbeidssted": kommune, "stilling": "Rektor"},
        "bakgrunn": {"bakgrunn": "skoleleder", "year_skoleleder": "12"},
        "kompetanse": {
            "formell_kompetanse": "Master",
            "erfaring": "Mye",
            "fagomrader": ["analyse", "ledelse"],
        },
        "sprak": nivaer,
        "engasjement": {"form": "frikjop", "minst": "15", "mest": "20"},
        "sted": {"maks_reise_km": "1 000"},
        "habilitet": {"ingen_tilknytning": "y"},
        "onsker": {},
        "motivasjon": {"motivasjon": "Jeg vil."},
        "referanser": {
            "rader-0-navn": "Per",
            "rader-0-stilling": "Skolesjef",
            "rader-0-virksomhet": "Kommunen",
            "rader-0-telefon": "91000000",
        },
    }


def save(
    client: FlaskClient, soknad_id: int, seksjon: str, handling: str = "fortsett", **felter: Any
) -> Any:
    """Post a section with the version that the application has now."""
    data = {"handling": handling, "versjon": str(versjon(client, soknad_id, seksjon)), **felter}
    return client.post(f"/min-soknad/{soknad_id}/{seksjon}", data=data)


def versjon(client: FlaskClient, soknad_id: int, seksjon: str) -> int:
    with client.application.app_context():
        return int(get(soknad_id).seksjonsversjoner.get(seksjon, 0))


def get(soknad_id: int) -> Soknad:
    return queries.get_soknad(soknad_id)

"""Offers and veiledere; an offer is sent at `SENT` and can be answered for a week."""

from datetime import datetime, timedelta

from rekruttering.felles.db import db
from rekruttering.tilbud import queries, service
from rekruttering.tilbud.models import Tilbud, Veileder
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.rules import Engasjementsform
from rekruttering.vurdering.models import Innstilling
from tests.intervju.factories import AFTER
from tests.tilgang.factories import make_bruker
from tests.vurdering.factories import make_innstilling

SENT = AFTER + timedelta(days=1)
FRIST = (SENT + timedelta(days=7)).replace(minute=59, second=59)


def make_tilbud(
    innstilling: Innstilling | None = None,
    *,
    svarfrist_at: datetime = FRIST,
    sendt_at: datetime = SENT,
) -> Tilbud:
    """Return a saved offer that waits for an answer."""
    innstilling = innstilling or make_innstilling()
    koordinator = make_bruker(Rolle.KOORDINATOR)
    (tilbud,) = service.send_tilbud(
        [innstilling.soknad], svarfrist_at, bruker=koordinator, now=sendt_at
    )
    db.session.commit()
    return tilbud


def make_accept(tilbud: Tilbud, minst: int = 15, mest: int = 25) -> service.AcceptInput:
    """Return a yes to frikjøp, signed with the applicant's own name, not saved."""
    return service.AcceptInput(Engasjementsform.FRIKJOP, minst, mest, tilbud.soknad.navn)


def make_veileder(tilbud: Tilbud | None = None, *, now: datetime = SENT) -> Veileder:
    """Return a saved veileder who accepted an offer: 15–25 per cent, 252–420 hours."""
    tilbud = tilbud or make_tilbud()
    service.accept(tilbud, make_accept(tilbud), now=now)
    db.session.commit()
    veileder = queries.find_veileder(tilbud.soknad_id)
    assert veileder is not None
    return veileder

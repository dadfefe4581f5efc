"""What the steps of the demo share: the round, its people, and where each is found."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from rekruttering.demo.personer import make_befolkning
from rekruttering.demo.typer import Befolkning, Soker
from rekruttering.felles.clock import OSLO
from rekruttering.soknad import queries as soknad_queries
from rekruttering.soknad.models import Soknad
from rekruttering.tilgang import queries as tilgang_queries
from rekruttering.tilgang.models import Bruker
from rekruttering.utlysning import queries as utlysning_queries
from rekruttering.utlysning.models import Utlysning

SLUG = "forfase-2020"
SEED = 2020


@dataclass(frozen=True)
class Steg:
    """Something that happens in the round: before which point, when (aware UTC), and how.

    `gjor` does it through the services and returns what happened, in one line.
    """

    punkt: str
    moment: datetime
    gjor: Callable[["Forlop", datetime], str]


@dataclass
class Forlop:
    """The demo round; everything is looked up afresh, so that a step may follow a commit."""

    befolkning: Befolkning = field(default_factory=lambda: make_befolkning(SEED))

    def __post_init__(self) -> None:
        self._soker_av = {soker.epost.lower(): soker for soker in self.befolkning.sokere}

    @property
    def utlysning(self) -> Utlysning:
        """The round's call."""
        return utlysning_queries.get_by_slug(SLUG)

    @property
    def koordinator(self) -> Bruker:
        """The coordinator who runs the round."""
        return self.bruker(self.befolkning.koordinatorer[0].epost)

    def bruker(self, epost: str) -> Bruker:
        """Return a user of the demo."""
        bruker = tilgang_queries.find_bruker(epost)
        if bruker is None:
            raise LookupError(epost)
        return bruker

    def soknader(self) -> dict[str, Soknad]:
        """Return what was sent in, by the applicant's id in the population; drafts are private."""
        sent = {s.soker.epost: s for s in soknad_queries.list_soknader(self.utlysning.id)}
        pairs = [(soker.id, sent.get(soker.epost.lower())) for soker in self.befolkning.sokere]
        return {soker_id: soknad for soker_id, soknad in pairs if soknad is not None}

    def soker(self, soknad: Soknad) -> Soker:
        """Return the generated person behind an application."""
        return self._soker_av[soknad.soker.epost]


def to_utc(local: datetime) -> datetime:
    """Return the aware moment of the population's local times."""
    return local.replace(tzinfo=OSLO)

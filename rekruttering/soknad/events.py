"""What happens to an application that later areas react to."""

from dataclasses import dataclass

from rekruttering.soknad.models import Soknad


@dataclass(frozen=True)
class SoknadSendt:
    """An application was submitted."""

    soknad: Soknad


@dataclass(frozen=True)
class SoknadTrukket:
    """An application was withdrawn, at whatever point of the process."""

    soknad: Soknad


@dataclass(frozen=True)
class SoknadGjenapnet:
    """A decision was taken back: the application is as it was when it was sent in."""

    soknad: Soknad

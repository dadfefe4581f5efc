"""Pages of the one who asks (`koordinator`) and of those who are heard (`mottaker`)."""

from rekruttering.horing.routes import koordinator, mottaker
from rekruttering.horing.routes.blueprint import bp

__all__ = ["bp", "koordinator", "mottaker"]

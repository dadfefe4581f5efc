"""Entry points from the browser: the board, and the changes made at it."""

from rekruttering.bord.routes import bord, endre
from rekruttering.bord.routes.blueprint import bp

__all__ = ["bord", "bp", "endre"]

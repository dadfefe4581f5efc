"""The coordinators' pages: the list of plans, trials, comparison, weights, the rest of a plan."""

from rekruttering.scenario.routes.koordinator import planer, prover, resten, sammenlign, vekter
from rekruttering.scenario.routes.koordinator.blueprint import bp

__all__ = ["bp", "planer", "prover", "resten", "sammenlign", "vekter"]

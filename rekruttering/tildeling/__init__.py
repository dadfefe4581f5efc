"""Runs of the optimiser, proposals, decisions and what is published."""

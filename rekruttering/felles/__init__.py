"""Shared kernel: technical, knows no area."""

"""What the optimisation problems share: reading JSON, progress, rounding, compiled loops."""

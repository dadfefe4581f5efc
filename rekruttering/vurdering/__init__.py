"""Scores alone and together, and the ranking that follows."""

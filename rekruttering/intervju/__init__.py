"""Panels, interviews, scores given alone and together, and the ranking."""

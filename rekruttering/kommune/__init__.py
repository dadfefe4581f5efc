"""Municipalities, fylker and embeter, each valid for a period."""

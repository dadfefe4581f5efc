"""Readers of lists: from rows of text to checked values."""

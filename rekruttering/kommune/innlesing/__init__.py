"""Readers of lists: from a file to rows of text, and from rows to checked values."""

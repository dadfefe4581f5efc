"""The identified municipalities of a draw, and what each needs."""

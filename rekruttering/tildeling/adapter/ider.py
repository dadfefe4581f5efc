"""Ids as a problem has them: they name nobody."""


def veileder_ref(id: int) -> str:
    """Return a veileder's id as the problem knows it."""
    return f"V{id}"


def kommune_ref(id: int) -> str:
    """Return an identified municipality's id as the problem knows it."""
    return f"K{id}"


def row_id(ref: str) -> int:
    """Return the row behind «V12» or «K7»."""
    return int(ref[1:])

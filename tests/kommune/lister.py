"""Newer lists for tests, made from the product's own."""

from collections.abc import Mapping

from rekruttering.kommune.service import DATA

NEW_DAY = "2028-01-01"


def make_list(
    changes: Mapping[str, Mapping[str, str]] | None = None, without: tuple[str, ...] = ()
) -> bytes:
    """Return the municipalities of 2024 as from 2028, some left out, some with other values."""
    lines = (DATA / "kommuner_2024.csv").read_text(encoding="utf-8").splitlines()
    heading = lines[0].split(",")
    rows = [line.replace("2024-01-01", NEW_DAY) for line in lines[1:]]
    for number, values in (changes or {}).items():
        place = next(i for i, row in enumerate(rows) if row.startswith(number + ","))
        cells = rows[place].split(",")
        for name, value in values.items():
            cells[heading.index(name)] = value
        rows[place] = ",".join(cells)
    kept = [row for row in rows if row[:4] not in without]
    return "\n".join([lines[0], *kept]).encode()

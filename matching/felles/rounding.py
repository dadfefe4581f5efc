"""Whole-number rounding and the distance on the globe, exactly as docs/modell.md defines them."""

from __future__ import annotations

import math
from typing import Final

JORDRADIUS_KM: Final = 6371.0


def round_div(value: int, divisor: int) -> int:
    """Return `value / divisor` to the nearest whole number, halves up, in integers only.

    `divisor` must be at least 1.
    """
    return (2 * value + divisor) // (2 * divisor)


def ceil_div(value: int, divisor: int) -> int:
    """Return the smallest whole number that is at least `value / divisor`."""
    return -(-value // divisor)


def haversine_km(a: tuple[float, float], b: tuple[float, float], faktor: float) -> int:
    """Return the whole kilometres between two (breddegrad, lengdegrad) in degrees.

    `faktor` turns the straight line into road; the result is rounded to the nearest, halves up.
    """
    phi_a, phi_b = math.radians(a[0]), math.radians(b[0])
    half_phi = (phi_b - phi_a) / 2
    half_lambda = math.radians(b[1] - a[1]) / 2
    h = math.sin(half_phi) ** 2 + math.cos(phi_a) * math.cos(phi_b) * math.sin(half_lambda) ** 2
    return math.floor(faktor * 2 * JORDRADIUS_KM * math.asin(math.sqrt(min(1.0, h))) + 0.5)

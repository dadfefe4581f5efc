"""The map of Norway: reads the coast line, projects it and places points.

The coast line comes from a TopoJSON file (world-atlas, made from Natural Earth, public domain): a
list of arcs that the countries' borders share, stored as whole-number steps. The projection is
Lambert's conformal conic on a sphere, which keeps Norway's shape as people know it from the wall.
"""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

Point = tuple[float, float]

NORGE: Final = "578"  # ISO 3166-1 numeric, the id in the file
# Mainland and coastal islands in degrees; leaves out Svalbard, Jan Mayen and Bouvetøya.
LAT: Final = (57.5, 71.5)
LON: Final = (4.0, 31.5)

# Standard parallels and central meridian, in degrees: the parallels cut Norway in three.
PARALLELS: Final = (60.0, 69.0)
MERIDIAN: Final = 15.0

HEIGHT: Final = 900  # units of the drawing
MARGIN: Final = 12.0
TOLERANCE: Final = 0.45  # units a drawn line may lie beside the true one
SMALLEST: Final = 1.2  # square units; smaller islands are left out


@dataclass(frozen=True)
class Kartpunkt:
    """A sign on the map: where, what it says, and which kind (`klasse`) decides its shape."""

    x: float
    y: float
    tekst: str
    kode: str
    klasse: str
    url: str | None = None


@dataclass(frozen=True)
class Kartlinje:
    """A straight line between two points of the map."""

    x1: float
    y1: float
    x2: float
    y2: float
    klasse: str = "vanlig"


@dataclass(frozen=True)
class Kart:
    """A drawing `bredde` by `hoyde` units with the coast line `kyst` as an SVG path."""

    kyst: str
    bredde: int
    hoyde: int
    scale: float
    left: float
    top: float

    def posisjon(self, lat: float, lon: float) -> Point:
        """Return where a place (degrees north, degrees east) lies in the drawing, to a tenth."""
        x, y = project(lat, lon)
        return (
            round((x - self.left) * self.scale + MARGIN, 1),
            round((self.top - y) * self.scale + MARGIN, 1),
        )


def project(lat: float, lon: float) -> Point:
    """Return a place as (east, north) on a plane, in radii of the globe."""
    exponent, factor = _cone()
    rho = factor / math.tan(math.pi / 4 + math.radians(lat) / 2) ** exponent
    theta = exponent * math.radians(lon - MERIDIAN)
    return rho * math.sin(theta), -rho * math.cos(theta)


@lru_cache(maxsize=1)
def _cone() -> tuple[float, float]:
    """Return the exponent and the factor that make the cone touch both standard parallels."""
    low, high = (math.radians(parallel) for parallel in PARALLELS)
    tan_low, tan_high = (math.tan(math.pi / 4 + phi / 2) for phi in (low, high))
    exponent = math.log(math.cos(low) / math.cos(high)) / math.log(tan_high / tan_low)
    return exponent, math.cos(low) * tan_low**exponent / exponent


@lru_cache(maxsize=4)
def norgeskart(path: Path) -> Kart:
    """Return the map drawn from a TopoJSON file of countries; kept, since the file is large.

    Raises: FileNotFoundError where the file has not been copied (tools/vendor.py).
    """
    topology = json.loads(path.read_text(encoding="utf-8"))
    rings = [[project(lat, lon) for lon, lat in ring] for ring in _rings(topology)]
    xs = [x for ring in rings for x, _ in ring]
    ys = [y for ring in rings for _, y in ring]
    left, top = min(xs), max(ys)
    scale = (HEIGHT - 2 * MARGIN) / (top - min(ys))
    width = math.ceil((max(xs) - left) * scale + 2 * MARGIN)
    drawn = [
        [((x - left) * scale + MARGIN, (top - y) * scale + MARGIN) for x, y in ring]
        for ring in rings
    ]
    kept = (simplify(ring, TOLERANCE) for ring in drawn if _area(ring) >= SMALLEST)
    kyst = "".join(to_path(ring) for ring in kept if len(ring) > 3)
    return Kart(kyst, width, HEIGHT, scale, left, top)


def _rings(topology: dict[str, Any]) -> Iterator[list[Point]]:
    """Yield each piece of Norwegian land in degrees (east, north), the first point also last."""
    countries = topology["objects"]["countries"]["geometries"]
    norge = next(country for country in countries if country.get("id") == NORGE)
    polygons = norge["arcs"] if norge["type"] == "MultiPolygon" else [norge["arcs"]]
    for polygon in polygons:
        ring = _stitch(topology, polygon[0])
        if all(LON[0] <= lon <= LON[1] and LAT[0] <= lat <= LAT[1] for lon, lat in ring):
            yield ring


def _stitch(topology: dict[str, Any], indexes: Sequence[int]) -> list[Point]:
    """Return one ring from its arcs; a negative index ~i means arc i backwards."""
    ring: list[Point] = []
    for index in indexes:
        arc = _decode(topology, index if index >= 0 else ~index)
        if index < 0:
            arc.reverse()
        # An arc begins where the one before it ended.
        ring.extend(arc if not ring else arc[1:])
    return ring


def _decode(topology: dict[str, Any], index: int) -> list[Point]:
    """Return one arc in degrees; the file holds a start and then steps, in whole units."""
    (scale_x, scale_y) = topology["transform"]["scale"]
    (move_x, move_y) = topology["transform"]["translate"]
    x = y = 0
    points = []
    for step_x, step_y in topology["arcs"][index]:
        x += step_x
        y += step_y
        points.append((x * scale_x + move_x, y * scale_y + move_y))
    return points


def _area(ring: Sequence[Point]) -> float:
    """Return the area inside a closed ring."""
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))) / 2


def simplify(line: Sequence[Point], tolerance: float) -> list[Point]:
    """Return the line with fewest points that stays within `tolerance` (Douglas and Peucker).

    The first and the last point stay. For a closed ring, where these are the same, distance is
    measured to that point, and the farthest point of the ring becomes the first cut.
    """
    keep = {0, len(line) - 1}
    stretches = [(0, len(line) - 1)]
    while stretches:
        first, last = stretches.pop()
        farthest, distance = first, 0.0
        for index in range(first + 1, last):
            beside = _distance(line[index], line[first], line[last])
            if beside > distance:
                farthest, distance = index, beside
        if distance > tolerance:
            keep.add(farthest)
            stretches += [(first, farthest), (farthest, last)]
    return [line[index] for index in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """Return how far a point lies from the stretch between two others."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    share = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length if length else 0.0
    share = max(0.0, min(1.0, share))
    return math.hypot(x - x1 - share * (x2 - x1), y - y1 - share * (y2 - y1))


def to_path(ring: Sequence[Point]) -> str:
    """Return a closed SVG path in tenths, written as steps to keep it short.

    Steps are taken between rounded points, so that rounding does not add up along the coast.
    """
    tenths = [(round(x * 10), round(y * 10)) for x, y in ring]
    parts = [f"M{_tenth(tenths[0][0])} {_tenth(tenths[0][1])}l"]
    steps = []
    for (x1, y1), (x2, y2) in pairwise(tenths[:-1]):
        if (x1, y1) != (x2, y2):
            dx, dy = _tenth(x2 - x1), _tenth(y2 - y1)
            steps.append(f"{dx}{dy if dy.startswith('-') else ' ' + dy}")
    for step in steps:
        parts.append(step if step.startswith("-") or parts[-1].endswith("l") else f" {step}")
    return "".join(parts) + "z"


def _tenth(tenths: int) -> str:
    """Return a number of tenths as the shortest decimal: -5 becomes -.5 and 20 becomes 2."""
    sign = "-" if tenths < 0 else ""
    whole, rest = divmod(abs(tenths), 10)
    if not rest:
        return f"{sign}{whole}"
    return f"{sign}{whole or ''}.{rest}"

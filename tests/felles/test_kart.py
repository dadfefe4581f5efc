import json
import re
from pathlib import Path

import pytest

from rekruttering.felles.kart import (
    HEIGHT,
    MERIDIAN,
    Kart,
    _tenth,
    norgeskart,
    project,
    simplify,
    to_path,
)

VERDEN = Path(__file__).parents[2] / "rekruttering" / "static" / "vendor" / "countries-10m.json"


@pytest.fixture
def small_world(tmp_path: Path) -> Path:
    """Two lands that share a border; Norway is a big square, a far island and a tiny one."""
    topology = {
        "transform": {"scale": [0.1, 0.1], "translate": [0, 0]},
        "arcs": [
            [[100, 600], [0, 100]],  # 0: west coast, northwards
            [[100, 700], [100, 0], [0, -100]],  # 1: north and east
            [[100, 600], [100, 0]],  # 2: the border, eastwards
            [[150, 780], [10, 0], [0, 10], [-10, -10]],  # 3: Svalbard
            [[120, 650], [0, 0], [0, 0]],  # 4: a skerry without area
        ],
        "objects": {
            "countries": {
                "geometries": [
                    {"id": "752", "type": "Polygon", "arcs": [[2]]},
                    {"id": "578", "type": "MultiPolygon", "arcs": [[[0, 1, ~2]], [[3]], [[4]]]},
                ]
            }
        },
    }
    path = tmp_path / "verden.json"
    path.write_text(json.dumps(topology), encoding="utf-8")
    return path


def test_the_central_meridian_points_straight_up() -> None:
    assert project(60, MERIDIAN)[0] == 0
    assert project(70, MERIDIAN)[1] > project(60, MERIDIAN)[1]


def test_distances_along_a_standard_parallel_are_true() -> None:
    (x1, y1), (x2, y2) = project(60, 10.0), project(60, 10.1)
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    assert length == pytest.approx(0.1 * 3.14159265 / 180 * 0.5, rel=1e-4)


def test_arcs_are_joined_and_far_and_tiny_islands_left_out(small_world: Path) -> None:
    kart = norgeskart(small_world)
    assert kart.kyst.count("M") == 1
    assert kart.kyst.endswith("z")
    assert kart.hoyde == HEIGHT


def test_a_corner_of_the_land_lies_where_the_path_begins(small_world: Path) -> None:
    kart = norgeskart(small_world)
    start = re.match(r"M([\d.]+) ([\d.]+)l", kart.kyst)
    assert start is not None
    assert (float(start[1]), float(start[2])) == kart.posisjon(60.0, 10.0)


def test_a_country_of_one_piece_is_read_too(small_world: Path, tmp_path: Path) -> None:
    topology = json.loads(small_world.read_text(encoding="utf-8"))
    topology["objects"]["countries"]["geometries"][1] = {
        "id": "578",
        "type": "Polygon",
        "arcs": [[0, 1, ~2]],
    }
    path = tmp_path / "ett.json"
    path.write_text(json.dumps(topology), encoding="utf-8")
    assert norgeskart(path).kyst == norgeskart(small_world).kyst


def test_simplify_keeps_what_matters_and_drops_what_does_not() -> None:
    line = [(0.0, 0.0), (1.0, 0.1), (2.0, 0.0), (3.0, 5.0), (4.0, 0.0)]
    assert simplify(line, 0.5) == [(0.0, 0.0), (2.0, 0.0), (3.0, 5.0), (4.0, 0.0)]


def test_a_closed_ring_is_not_simplified_to_nothing() -> None:
    square = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)]
    assert simplify(square, 0.5) == square


def test_a_path_is_written_as_short_steps() -> None:
    ring = [(1.0, 2.0), (1.5, 2.0), (1.5, 1.0), (3.0, 0.5), (1.0, 2.0)]
    assert to_path(ring) == "M1 2l.5 0 0-1 1.5-.5z"


def test_points_that_round_to_the_same_place_are_drawn_once() -> None:
    assert to_path([(0.0, 0.0), (0.01, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 0.0)]) == "M0 0l2 0 0 2z"


@pytest.mark.parametrize(
    ("tenths", "text"), [(0, "0"), (5, ".5"), (-5, "-.5"), (20, "2"), (-123, "-12.3")]
)
def test_decimals_are_as_short_as_they_can_be(tenths: int, text: str) -> None:
    assert _tenth(tenths) == text


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        norgeskart(tmp_path / "ingen.json")


@pytest.mark.skipif(not VERDEN.exists(), reason="tools/vendor.py has not been run")
def test_norway_is_drawn_small_enough_and_places_lie_on_it() -> None:
    kart: Kart = norgeskart(VERDEN)
    assert len(kart.kyst) < 60_000
    oslo, bergen, vardo = (
        kart.posisjon(59.913, 10.746),
        kart.posisjon(60.393, 5.324),
        kart.posisjon(70.370, 31.107),
    )
    for x, y in (oslo, bergen, vardo):
        assert 0 < x < kart.bredde
        assert 0 < y < kart.hoyde
    assert bergen[0] < oslo[0] < vardo[0]
    assert vardo[1] < bergen[1] < oslo[1] + 100

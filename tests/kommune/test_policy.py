from typing import Any

import pytest

from rekruttering.kommune import policy
from rekruttering.tilgang.rules import Rolle
from tests.kommune.factories import make_kommune
from tests.tilgang.factories import make_bruker


@pytest.mark.parametrize("rolle", Rolle)
def test_only_an_administrator_keeps_reference_data(context: Any, rolle: Rolle) -> None:
    bruker = make_bruker(rolle, omrade="trondelag")
    expected = rolle is Rolle.ADMINISTRATOR
    assert policy.can_administer(bruker, make_kommune()) is expected

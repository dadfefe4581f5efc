from typing import Any

import pytest

from rekruttering.scenario import policy
from rekruttering.tildeling.models import Kjoring, Tildeling
from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning.models import Utlysning
from tests.tilgang.factories import make_bruker


@pytest.mark.parametrize(
    "can",
    [
        lambda bruker: policy.can_try(bruker, Utlysning()),
        lambda bruker: policy.can_view_prove(bruker, Kjoring()),
        lambda bruker: policy.can_work_on(bruker, Tildeling()),
    ],
)
def test_only_coordinators_try_things(context: Any, can: Any) -> None:
    assert can(make_bruker(Rolle.KOORDINATOR))
    assert not can(make_bruker(Rolle.PANEL))
    assert not can(make_bruker(Rolle.STATSFORVALTER, omrade="nordland"))
    assert not can(make_bruker())

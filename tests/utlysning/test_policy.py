from typing import Any

import pytest

from rekruttering.tilgang.rules import Rolle
from rekruttering.utlysning import policy
from rekruttering.utlysning.rules import UtlysningStatus
from tests.tilgang.factories import make_bruker
from tests.utlysning.factories import make_utlysning


@pytest.mark.parametrize("rolle", Rolle)
def test_only_a_coordinator_edits_calls(context: Any, rolle: Rolle) -> None:
    bruker, utlysning = make_bruker(rolle), make_utlysning()
    expected = rolle is Rolle.KOORDINATOR
    assert policy.can_edit_utlysning(bruker, utlysning) is expected
    assert policy.can_edit_kompetanse(bruker, utlysning.kompetanser[0]) is expected


@pytest.mark.parametrize("rolle", Rolle)
def test_a_draft_is_for_coordinators_and_administrators(context: Any, rolle: Rolle) -> None:
    bruker, kladd = make_bruker(rolle), make_utlysning(status=UtlysningStatus.KLADD)
    expected = rolle in (Rolle.KOORDINATOR, Rolle.ADMINISTRATOR)
    assert policy.can_see_utlysning(bruker, kladd) is expected


def test_what_is_published_is_for_everyone(context: Any) -> None:
    assert policy.can_see_utlysning(None, make_utlysning()) is True
    assert policy.can_see_utlysning(None, make_utlysning(status=UtlysningStatus.KLADD)) is False

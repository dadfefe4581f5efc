from typing import Any

import pytest

from rekruttering.felles.errors import NotFoundError
from rekruttering.horing import policy, queries
from tests.horing.factories import (
    find_mottaker,
    list_rows,
    make_horing,
    make_kontakt,
    make_proposal,
    make_statsforvalter,
    make_svar,
)
from tests.pulje.factories import make_koordinator


def test_only_the_own_embete_and_municipality_answer(context: Any) -> None:
    tildeling = make_proposal()
    horing = make_horing(tildeling)
    row, other = list_rows(tildeling)
    kommune = find_mottaker(horing, row.id)
    embete = find_mottaker(horing, "trondelag")
    assert policy.can_answer(make_kontakt(row), kommune)
    assert not policy.can_answer(make_kontakt(other), kommune)
    assert not policy.can_answer(make_statsforvalter(), kommune)
    assert policy.can_answer(make_statsforvalter("trondelag"), embete)
    assert not policy.can_answer(make_statsforvalter("nordland"), embete)
    assert not policy.can_answer(make_kontakt(row), embete)
    koordinator = make_koordinator()
    svar = make_svar(kommune, row)
    assert policy.can_lead(koordinator, horing)
    assert policy.can_handle(koordinator, svar)
    assert not policy.can_lead(make_statsforvalter(), horing)
    assert not policy.can_handle(make_kontakt(row), svar)
    assert not policy.can_answer(koordinator, kommune)


def test_nobody_is_asked_about_a_row_of_somebody_else(context: Any) -> None:
    tildeling = make_proposal()
    horing = make_horing(tildeling)
    row = next(r for r in list_rows(tildeling) if r.kommune.embete_kode == "trondelag")
    mottaker = find_mottaker(horing, "nordland")
    for wrong in (row.id, 999_999):
        with pytest.raises(NotFoundError):
            queries.get_rad(mottaker.id, wrong)
    with pytest.raises(NotFoundError):
        queries.get_mottaker(999_999)
    with pytest.raises(NotFoundError):
        queries.get_horing(tildeling.id, 999_999)
    with pytest.raises(NotFoundError):
        queries.get_svar(tildeling.id, 999_999)

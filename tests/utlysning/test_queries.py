from datetime import UTC, datetime
from typing import Any

import pytest

from rekruttering.felles.errors import NotFoundError
from rekruttering.utlysning import queries
from rekruttering.utlysning.rules import UtlysningStatus
from tests.utlysning.factories import make_utlysning


def test_the_public_list_has_no_drafts_and_the_latest_deadline_first(context: Any) -> None:
    early = make_utlysning(frist_at=datetime(2020, 1, 1, tzinfo=UTC))
    late = make_utlysning(frist_at=datetime(2021, 1, 1, tzinfo=UTC))
    kladd = make_utlysning(status=UtlysningStatus.KLADD)
    assert queries.list_publiserte() == [late, early]
    assert queries.list_utlysninger() == [kladd, late, early]


def test_a_call_is_found_by_id_and_by_address(context: Any) -> None:
    utlysning = make_utlysning(slug="en-runde")
    assert queries.get_utlysning(utlysning.id) is utlysning
    assert queries.get_by_slug("en-runde") is utlysning
    assert queries.get_kompetanse(utlysning.kompetanser[0].id).utlysning is utlysning


def test_what_is_not_there_is_not_found(context: Any) -> None:
    assert queries.find_utlysning("ukjent") is None
    for get in (queries.get_utlysning, queries.get_kompetanse):
        with pytest.raises(NotFoundError):
            get(999)
    with pytest.raises(NotFoundError):
        queries.get_by_slug("ukjent")


def test_texts_come_in_the_language_asked_for(context: Any) -> None:
    utlysning = make_utlysning(tittel_nb="Veileder", tittel_nn="Rettleiar")
    assert (utlysning.tittel("nb"), utlysning.tittel("nn")) == ("Veileder", "Rettleiar")

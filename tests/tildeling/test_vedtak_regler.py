from typing import Any

import pytest

from rekruttering.tildeling.rules import TildelingStatus
from rekruttering.tildeling.rules.plan import to_lag
from rekruttering.tildeling.rules.vedtak import (
    Parvedtak,
    decide_hindre,
    find_avvik,
    from_nokkel,
    reopen_hindre,
    to_nokkel,
)

A, B = to_lag((1, 2), (7,)), to_lag((3, 4), (8, 9))


def stand(**mer: Any) -> Parvedtak:
    return Parvedtak(**{"navn": ("Kari", "Ola"), "begrunnelse": "", **mer})


def test_a_plan_like_the_proposal_differs_in_nothing() -> None:
    avvik = find_avvik([A, B], [B, A])
    assert (avvik.par, avvik.utelatt) == (frozenset(), ())


def test_a_pair_differs_when_its_members_or_its_municipalities_do() -> None:
    moved = to_lag((3, 4), (8,))
    avvik = find_avvik([A, B], [A, moved])
    assert (avvik.par, avvik.utelatt) == (frozenset({moved}), (9,))


def test_the_word_for_a_pair_changes_when_the_pair_does_and_reads_back() -> None:
    assert to_nokkel(B) == "3-4:8.9"
    assert from_nokkel("3-4:8.9") == B
    assert to_nokkel(to_lag((4, 3), (9, 8))) == "3-4:8.9"


@pytest.mark.parametrize(
    "word", ["", "3-4", "3-4:", "3-3:8", "3-4:8,9", "x-4:8", "3-4:8.", "-1-4:8"]
)
def test_anything_else_is_no_pair(word: str) -> None:
    assert from_nokkel(word) is None


def test_a_pair_as_proposed_needs_no_words_and_another_does() -> None:
    assert decide_hindre(TildelingStatus.FORSLAG, [stand()]) == []
    assert decide_hindre(TildelingStatus.JUSTERT, [stand(avviker=True, begrunnelse="Fordi.")]) == []
    [hinder] = decide_hindre(TildelingStatus.JUSTERT, [stand(avviker=True, begrunnelse="  ")])
    assert (hinder.kode, hinder.verdier) == ("avvik", {"a": "Kari", "b": "Ola"})


def test_a_pair_that_has_changed_or_that_another_decided_on_is_named() -> None:
    hindre = decide_hindre(
        TildelingStatus.JUSTERT, [stand(endret=True, avviker=True), stand(andre="Per")]
    )
    assert [hinder.kode for hinder in hindre] == ["endret", "andre"]
    assert hindre[1].verdier["andre"] == "Per"


def test_nothing_is_decided_in_a_plan_that_is_decided() -> None:
    [hinder] = decide_hindre(TildelingStatus.VEDTATT, [])
    assert (hinder.kode, hinder.verdier) == ("status", {"status": "vedtatt"})


def test_only_a_decided_plan_is_opened_again_and_with_a_reason() -> None:
    assert reopen_hindre(TildelingStatus.VEDTATT, "Ny opplysning.") == []
    hindre = reopen_hindre(TildelingStatus.PUBLISERT, " ")
    assert [hinder.kode for hinder in hindre] == ["begrunnelse", "status"]

from datetime import timedelta
from typing import Any

import pytest

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.felles.errors import HindretError
from rekruttering.horing import queries, service
from rekruttering.horing.models import Horingsmottaker
from rekruttering.horing.rules import Behandling
from rekruttering.horing.rules.plan import merke
from rekruttering.horing.service import SAMLET, Felt
from rekruttering.tildeling import service as tildeling_service
from tests.horing.factories import (
    find_mottaker,
    koder,
    list_rows,
    make_horing,
    make_kontakt,
    make_proposal,
    make_statsforvalter,
    write,
)
from tests.pulje.factories import make_koordinator


def has_none(mottaker: Horingsmottaker) -> bool:
    return mottaker.uten_merknader


def first(tekst: str) -> Felt:
    """Return a comment by somebody who saw an empty field."""
    return Felt(tekst, merke(""))


def test_comments_are_saved_changed_and_taken_away_until_the_last_second(context: Any) -> None:
    tildeling = make_proposal()
    horing = make_horing(tildeling)
    mottaker, bruker = find_mottaker(horing, "trondelag"), make_statsforvalter()
    row = next(r for r in list_rows(tildeling) if r.kommune.embete_kode == "trondelag")
    assert write(mottaker, {row.id: first("Langt."), SAMLET: first("Bra.")}, bruker) == {}
    assert [each.tekst for each in queries.list_svar_of(mottaker.id)] == ["Langt.", "Bra."]
    with clock.frozen(horing.frist_at + timedelta(microseconds=999_999)):
        write(mottaker, {row.id: Felt("For langt.", merke("Langt."))}, bruker)
    assert queries.map_merknader(tildeling.id)[row.id][0].tekst == "For langt."
    db.session.commit()
    after = horing.frist_at + timedelta(seconds=1)
    with clock.frozen(after), pytest.raises(HindretError) as refused:
        write(mottaker, {row.id: Felt("For sent.", merke("For langt."))}, bruker)
    assert koder(refused) == ["avsluttet"]
    db.session.rollback()
    write(
        mottaker,
        {row.id: Felt("", merke("For langt.")), SAMLET: Felt("", merke("Bra."))},
        bruker,
    )
    assert queries.list_svar_of(mottaker.id) == []
    assert mottaker.svart_at is None
    # The same text from two tabs is no question.
    write(mottaker, {row.id: first("Likt.")}, bruker)
    assert write(mottaker, {row.id: first("Likt.")}, bruker) == {}


def test_two_colleagues_never_overwrite_each_other(context: Any) -> None:
    tildeling = make_proposal()
    horing = make_horing(tildeling)
    row = list_rows(tildeling)[0]
    mottaker = find_mottaker(horing, row.kommune.embete_kode)
    one, other = make_statsforvalter(), make_statsforvalter()
    write(mottaker, {row.id: first("Første."), SAMLET: first("")}, one)
    typed = {row.id: first("Andre."), SAMLET: first("Samlet.")}
    assert write(mottaker, typed, other) == {row.id: "Første."}
    assert [each.tekst for each in queries.list_svar_of(mottaker.id)] == ["Første."]
    # Who has only left the other's row alone changes nothing there, and is not stopped by it.
    assert write(mottaker, {row.id: first(""), SAMLET: first("Samlet.")}, other) == {}
    assert [each.tekst for each in queries.list_svar_of(mottaker.id)] == ["Første.", "Samlet."]


def test_having_no_comments_is_an_answer_and_excludes_comments(context: Any) -> None:
    tildeling = make_proposal()
    horing = make_horing(tildeling)
    row = list_rows(tildeling)[0]
    mottaker, bruker = find_mottaker(horing, row.id), make_kontakt(row)
    with pytest.raises(HindretError) as refused:
        write(mottaker, {row.id: first("")}, bruker)
    assert koder(refused) == ["tomt"]
    with pytest.raises(HindretError) as refused:
        service.say_nothing(mottaker, 1, bruker=bruker, now=clock.now())
    assert koder(refused) == ["har_merknader"]
    for _twice in range(2):
        service.say_nothing(mottaker, 0, bruker=bruker, now=clock.now())
    assert has_none(mottaker)
    write(mottaker, {row.id: first("Likevel.")}, bruker)
    assert not has_none(mottaker)
    with pytest.raises(HindretError) as refused:
        service.say_nothing(mottaker, 0, bruker=bruker, now=clock.now())
    assert koder(refused) == ["har_merknader"]


def test_an_objection_bars_at_once_and_stands_at_the_row(context: Any) -> None:
    tildeling = make_proposal()
    horing = make_horing(tildeling)
    assert tildeling_service.list_hindre(tildeling) == []
    row, veileder = list_rows(tildeling)[0], tildeling.lag[0].veileder_a
    bruker = make_kontakt(row)
    rad = queries.get_rad(find_mottaker(horing, row.id).id, row.id)
    for tekst in ("Familie.", "Nær familie."):
        service.raise_objection(rad, veileder.bruker, tekst, bruker=bruker, now=clock.now())
    db.session.commit()
    [hinder] = tildeling_service.list_hindre(tildeling)
    assert veileder.soknad.navn in hinder.tekst % hinder.verdier
    [svar] = queries.map_merknader(tildeling.id)[row.id]
    assert (svar.tekst, svar.is_handled) == ("Nær familie.", False)
    assert rad.mottaker.svart_at is not None
    assert queries.list_meldt(rad.mottaker.id) == {row.id}
    # It is an answer by itself: a comment that is taken away again does not undo it.
    write(rad.mottaker, {row.id: first("Langt.")}, bruker)
    write(rad.mottaker, {row.id: Felt("", merke("Langt."))}, bruker)
    assert rad.mottaker.svart_at is not None
    with pytest.raises(HindretError) as refused:
        service.say_nothing(rad.mottaker, 0, bruker=bruker, now=clock.now())
    assert koder(refused) == ["har_meldt"]
    with pytest.raises(HindretError) as refused:
        service.handle(svar, Behandling.FULGT, "x", bruker=make_koordinator(), now=clock.now())
    assert koder(refused) == ["innsigelse"]


def test_after_the_term_no_objection_is_taken(context: Any) -> None:
    tildeling = make_proposal()
    horing = make_horing(tildeling)
    row = list_rows(tildeling)[0]
    rad = queries.get_rad(find_mottaker(horing, row.id).id, row.id)
    with pytest.raises(HindretError) as refused:
        service.raise_objection(
            rad,
            tildeling.lag[0].veileder_a.bruker,
            "Familie.",
            bruker=make_kontakt(row),
            now=horing.frist_at + timedelta(seconds=1),
        )
    assert koder(refused) == ["avsluttet"]

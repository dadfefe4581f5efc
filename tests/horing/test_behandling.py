from typing import Any

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.horing import queries, service
from rekruttering.horing.rules import Behandling, find_endrede
from rekruttering.horing.rules.plan import merke
from rekruttering.horing.service import Felt
from rekruttering.tilbud.queries import list_veiledere
from rekruttering.tildeling import service as tildeling_service
from rekruttering.tildeling.rules.plan import Handling, HandlingType
from tests.horing.factories import (
    find_mottaker,
    list_rows,
    make_horing,
    make_kontakt,
    make_proposal,
    make_svar,
    write,
)
from tests.pulje.factories import make_koordinator


def test_a_comment_is_dealt_with_by_a_named_person_in_own_words(context: Any) -> None:
    tildeling = make_proposal()
    horing = make_horing(tildeling)
    row, bruker = list_rows(tildeling)[0], make_koordinator()
    svar = make_svar(find_mottaker(horing, row.id), row)
    assert queries.list_ubehandlet(tildeling.utlysning_id) == [queries.Ubehandlet(tildeling.id, 1)]
    for _twice in range(2):
        service.handle(svar, Behandling.IKKE_FULGT, "Ingen andre.", bruker=bruker, now=clock.now())
    assert (svar.behandling, svar.behandling_merknad) == (Behandling.IKKE_FULGT, "Ingen andre.")
    assert svar.behandlet_av == bruker
    assert queries.list_ubehandlet(tildeling.utlysning_id) == []


def test_a_comment_that_is_changed_must_be_dealt_with_anew(context: Any) -> None:
    tildeling = make_proposal()
    horing = make_horing(tildeling)
    row = list_rows(tildeling)[0]
    mottaker = find_mottaker(horing, row.id)
    svar = make_svar(mottaker, row, "Langt.")
    service.handle(svar, Behandling.FULGT, "Byttet.", bruker=make_koordinator(), now=clock.now())
    write(mottaker, {row.id: Felt("Svært langt.", merke("Langt."))}, make_kontakt(row))
    assert not svar.is_handled
    assert svar.behandling_merknad == ""


def test_a_changed_row_says_so_and_comments_follow_the_copy(context: Any) -> None:
    tildeling = make_proposal(par=2)
    horing = make_horing(tildeling)
    row, other = list_rows(tildeling)
    make_svar(find_mottaker(horing, row.id), row)
    make_svar(find_mottaker(horing, row.kommune.embete_kode), None, "Bra.")
    copy = tildeling_service.copy(tildeling, "Kopi", bruker=make_koordinator())
    db.session.commit()
    sent = queries.get_plan(horing).par
    assert find_endrede(sent, queries.map_par(copy.id)) == frozenset()
    out = copy.lag[0].veileder_a_id
    used = {out, copy.lag[0].veileder_b_id}
    spare = min(v.id for v in list_veiledere(copy.utlysning_id) if v.id not in used)
    tildeling_service.adjust(
        copy,
        Handling(HandlingType.BYTT_VEILEDER, (out, spare)),
        sett_versjon=copy.versjon,
        bruker=make_koordinator(),
        now=clock.now(),
    )
    db.session.commit()
    assert find_endrede(sent, queries.map_par(copy.id)) == {row.id, other.id}
    assert find_endrede(sent, queries.map_par(tildeling.id)) == frozenset()
    assert [each.tekst for each in queries.map_merknader(copy.id)[row.id]] == ["For lang reise."]
    assert [each.tekst for each in queries.list_generelle(copy.id)] == ["Bra."]
    assert other.id not in queries.map_merknader(copy.id)


def test_a_plan_that_nobody_heard_has_no_comments(context: Any) -> None:
    tildeling = make_proposal()
    assert queries.map_merknader(tildeling.id) == {}

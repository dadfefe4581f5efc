import pytest

from rekruttering.felles import clock
from rekruttering.felles.db import db
from rekruttering.felles.mail import Utboks
from rekruttering.pulje.models import Pulje
from rekruttering.pulje.rules import PuljekommuneStatus
from rekruttering.tilbud.models import Veileder
from rekruttering.tildeling import service
from rekruttering.tildeling.models import Lag, Plassering, Tildeling
from rekruttering.tildeling.rules import TildelingStatus
from rekruttering.tildeling.rules.plan import Planlag
from rekruttering.tilgang.rules import Malform, Rolle
from tests.pulje.factories import make_koordinator, make_puljekommune
from tests.tildeling.factories import make_runde, make_tildeling, make_veileder
from tests.tilgang.factories import make_bruker

pytestmark = pytest.mark.usefixtures("context")


def _make(*lag: tuple[Veileder, Veileder, list[int]], pulje: Pulje) -> Tildeling:
    """Return a saved decided plan with these pairs, whatever the optimiser would have made."""
    tildeling = make_tildeling(pulje.utlysning)
    tildeling.lag.clear()
    db.session.flush()
    for a, b, places in lag:
        row = Lag(veileder_a=a, veileder_b=b, timer=260 * len(places), kostnad=0, ledd={})
        row.plasseringer = [
            Plassering(tildeling_id=tildeling.id, puljekommune_id=each) for each in places
        ]
        tildeling.lag.append(row)
    db.session.commit()
    return tildeling


def _publish(tildeling: Tildeling, erstatter: Tildeling | None = None) -> dict[str, Utboks]:
    """Publish a plan and return the mails that it led to, by address."""
    before = {each.id for each in db.session.query(Utboks)}
    bruker = make_koordinator()
    # The decision is another's concern: these plans are drawn by hand.
    tildeling.status, tildeling.vedtatt_at = TildelingStatus.VEDTATT, clock.now()
    tildeling.vedtatt_av = bruker
    for lag in tildeling.lag:
        lag.vedtatt_at, lag.vedtatt_av = clock.now(), bruker
        lag.begrunnelse = "Prøvd ut."
    db.session.commit()
    service.publish(
        tildeling,
        bruker=bruker,
        now=clock.now(),
        erstatter_id=erstatter.id if erstatter else None,
    )
    db.session.commit()
    new = [each for each in db.session.query(Utboks) if each.id not in before]
    assert len({each.til for each in new}) == len(new)
    return {each.til: each for each in new}


@pytest.fixture
def pulje() -> Pulje:
    """A draw with two municipalities, in a round with five veiledere who can have 520 hours."""
    utlysning, pulje = make_runde(0, 2)
    for _n in range(5):
        make_veileder(utlysning, timer=(0, 900))
    return pulje


def _veiledere(pulje: Pulje) -> list[Veileder]:
    query = db.session.query(Veileder).filter_by(utlysning_id=pulje.utlysning_id)
    return list(query.order_by(Veileder.id))


def test_a_new_partner_is_told_to_those_it_concerns_and_to_nobody_else(pulje: Pulje) -> None:
    a, b, c, d, e = _veiledere(pulje)
    one, two = pulje.kommuner
    first = _make((a, b, [one.id]), (c, d, [two.id]), pulje=pulje)
    _publish(first)

    mails = _publish(_make((a, e, [one.id]), (c, d, [two.id]), pulje=pulje), first)

    assert mails.keys() == {
        a.bruker.epost,
        b.bruker.epost,
        e.bruker.epost,
        one.kontakt_epost,
    }
    new_partner = f"Du har fått ny makker: {e.soknad.navn}. Før var det {b.soknad.navn}."
    assert new_partner in mails[a.bruker.epost].tekst
    assert mails[a.bruker.epost].emne == "Tildelingen din er endret"
    assert "Du har ikke lenger makker og kommuner." in mails[b.bruker.epost].tekst
    assert f"- {one.kommune.navn}" in mails[b.bruker.epost].tekst
    assert mails[e.bruker.epost].emne == "Du har fått makker og kommuner"
    to_kommune = mails[one.kontakt_epost].tekst
    assert f"{e.soknad.navn} er ny veileder hos dere." in to_kommune
    assert f"{b.soknad.navn} er ikke lenger veileder hos dere." in to_kommune
    assert f"{a.soknad.navn} er" not in to_kommune


def test_a_municipality_that_moves_is_told_by_both_pairs(pulje: Pulje) -> None:
    a, b, c, d, _e = _veiledere(pulje)
    one, two = pulje.kommuner
    three = make_puljekommune(pulje)
    first = _make((a, b, [one.id, three.id]), (c, d, [two.id]), pulje=pulje)
    _publish(first)

    mails = _publish(_make((a, b, [one.id]), (c, d, [two.id, three.id]), pulje=pulje), first)

    assert mails.keys() == {
        *(each.bruker.epost for each in (a, b, c, d)),
        three.kontakt_epost,
    }
    assert f"Du har ikke lenger {three.kommune.navn}." in mails[a.bruker.epost].tekst
    assert "ny makker" not in mails[a.bruker.epost].tekst
    assert f"Du har fått {three.kommune.navn}." in mails[c.bruker.epost].tekst


def test_who_loses_everything_is_told_why_as_far_as_it_is_known(pulje: Pulje) -> None:
    a, b, c, d, _e = _veiledere(pulje)
    one, two = pulje.kommuner
    first = _make((a, b, [one.id]), (c, d, [two.id]), pulje=pulje)
    _publish(first)
    a.sluttet_at, one.status = clock.now(), PuljekommuneStatus.TAKKET_NEI
    db.session.commit()

    mails = _publish(_make((c, d, [two.id]), pulje=pulje), first)

    assert mails.keys() == {a.bruker.epost, b.bruker.epost, one.kontakt_epost}
    assert "Du er ikke lenger veileder i denne runden." in mails[a.bruker.epost].tekst
    assert "Du har fortsatt avtale med oss." in mails[b.bruker.epost].tekst
    assert "Kommunen er ikke lenger med i ordningen." in mails[one.kontakt_epost].tekst


def test_a_municipality_that_loses_its_pair_and_is_still_in_is_told_that_we_look(
    pulje: Pulje,
) -> None:
    a, b, c, d, _e = _veiledere(pulje)
    one, two = pulje.kommuner
    first = _make((a, b, [one.id]), (c, d, [two.id]), pulje=pulje)
    _publish(first)

    mails = _publish(_make((c, d, [two.id]), pulje=pulje), first)

    assert "Vi har ikke nye veiledere til dere ennå." in mails[one.kontakt_epost].tekst


def test_only_the_statsforvalter_whose_municipality_is_touched_is_told(pulje: Pulje) -> None:
    a, b, c, d, e = _veiledere(pulje)
    one, two = pulje.kommuner
    embete = one.kommune.embete_kode
    mine = make_bruker(Rolle.STATSFORVALTER, omrade=embete, epost="min@example.com")
    make_bruker(Rolle.STATSFORVALTER, omrade="et-annet", epost="annen@example.com")
    first = _make((a, b, [one.id]), (c, d, [two.id]), pulje=pulje)
    _publish(first)

    mails = _publish(_make((a, e, [one.id]), (c, d, [two.id]), pulje=pulje), first)

    text = mails[mine.epost].tekst
    assert mails[mine.epost].emne == "Endring: veiledere til kommunene i embetet"
    assert f"Før: {a.soknad.navn} og {b.soknad.navn}" in text
    assert two.kommune.navn not in text
    assert "annen@example.com" not in mails


def test_an_equal_plan_mails_nobody(pulje: Pulje) -> None:
    a, b, c, d, _e = _veiledere(pulje)
    one, two = pulje.kommuner
    first = _make((a, b, [one.id]), (c, d, [two.id]), pulje=pulje)
    _publish(first)

    assert _publish(_make((b, a, [one.id]), (c, d, [two.id]), pulje=pulje), first) == {}


def test_what_is_shown_before_is_what_is_sent_and_showing_it_sends_nothing(pulje: Pulje) -> None:
    a, b, c, d, e = _veiledere(pulje)
    one, two = pulje.kommuner
    first = _make((a, b, [one.id]), (c, d, [two.id]), pulje=pulje)
    _publish(first)
    second = _make((a, e, [one.id]), (c, d, [two.id]), pulje=pulje)
    count = db.session.query(Utboks).count()

    plan = [
        Planlag((a.id, e.id), (one.id,)),
        Planlag((c.id, d.id), (two.id,)),
    ]
    drafts = service.make_utkast(plan, first).eposter
    shown = service.make_varsel(second, first).eposter

    assert db.session.query(Utboks).count() == count
    mails = _publish(second, first)
    sent = {(each.til, each.emne, each.tekst) for each in mails.values()}
    assert {(each.til, each.emne, each.tekst) for each in shown} == sent
    assert {(each.til, each.emne, each.tekst) for each in drafts} == sent


def test_each_reads_the_own_malform(pulje: Pulje) -> None:
    a, b, _c, _d, e = _veiledere(pulje)
    one, _two = pulje.kommuner
    b.soknad.korrespondanse = Malform.NN
    db.session.commit()
    first = _make((a, b, [one.id]), pulje=pulje)

    shown = service.make_utkast([Planlag((a.id, e.id), (one.id,))], first)

    by_address = {each.til: each.tekst for each in shown.veiledere}
    assert "Vennlig hilsen" in by_address[a.bruker.epost]
    assert "Vennleg helsing" in by_address[b.bruker.epost]

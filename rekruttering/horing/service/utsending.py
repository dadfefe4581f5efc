"""Use cases of the one who asks: draft, send, remind, prolong and close a hearing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from rekruttering.felles import audit
from rekruttering.felles.db import db, flush
from rekruttering.felles.errors import Hinder, refuse_if
from rekruttering.felles.mail import enqueue
from rekruttering.horing import mail, queries, rules
from rekruttering.horing.mail import Brev, Person
from rekruttering.horing.models import Horing, Horingsmottaker
from rekruttering.horing.rules import Mottakerslag
from rekruttering.horing.rules.plan import Horingslag, Horingsplan, plan_to_json
from rekruttering.pulje.mail import sprak_of
from rekruttering.pulje.models import Puljekommune
from rekruttering.tildeling import adapter
from rekruttering.tildeling import queries as tildeling_queries
from rekruttering.tildeling import rules as tildeling_rules
from rekruttering.tildeling.models import Tildeling
from rekruttering.tildeling.rules import TildelingStatus
from rekruttering.tildeling.service import problem_of, utkast_of
from rekruttering.tilgang.models import Bruker

I_SPILL = tildeling_rules.APEN | {TildelingStatus.VEDTATT}


@dataclass(frozen=True)
class Bestilling:
    """Who is heard, until when, and the coordinator's own words in each målform."""

    slag: frozenset[Mottakerslag]
    embeter: frozenset[str]
    frist_at: datetime
    melding_nb: str = ""
    melding_nn: str = ""


@dataclass(frozen=True)
class Adressat:
    """A recipient before it is stored; `row` is the municipality where it is one.

    `kommuner` are the names of those it is asked about, `personer` who is written to.
    """

    slag: Mottakerslag
    embete_kode: str | None
    row: Puljekommune | None
    kommuner: tuple[str, ...]
    personer: tuple[Person, ...]


@dataclass(frozen=True)
class Utkastbrev:
    """One of the mails as it will be, and how many get one like it."""

    slag: Mottakerslag
    malform: str
    til: str
    emne: str
    tekst: str
    antall: int


def is_open(horing: Horing, now: datetime) -> bool:
    """Return whether answers are taken now."""
    i_spill = horing.tildeling.status in I_SPILL
    return rules.is_open(horing.lukket_at, horing.frist_at, now, i_spill=i_spill)


def make_plan(tildeling: Tildeling) -> Horingsplan:
    """Return the plan of an allocation as it would be sent now."""
    problem = problem_of(tildeling.kjoring)
    lag = sorted(utkast_of(tildeling).lag)
    km = adapter.map_km(problem, [(each.veiledere, each.kommuner) for each in lag])
    sent = tuple(
        Horingslag(
            each.veiledere,
            {id: (km[each.veiledere[0], id], km[each.veiledere[1], id]) for id in each.kommuner},
        )
        for each in lag
    )
    served = {id for each in lag for id in each.kommuner}
    ids = (adapter.row_id(kommune.id) for kommune in problem.kommuner)
    return Horingsplan(sent, tuple(id for id in ids if id not in served))


def list_adressater(plan: Horingsplan, bestilling: Bestilling) -> list[Adressat]:
    """Return who would be heard: embeter with places in the plan, and municipalities with pairs.

    Statsforvaltere first, then municipalities, each in order of name.
    """
    rows = tildeling_queries.map_puljekommuner(plan.kommuner)
    chosen = [
        row
        for row in tildeling_queries.sorted_by_navn(rows.values())
        if row.kommune.embete_kode in bestilling.embeter
    ]
    found = []
    if Mottakerslag.STATSFORVALTER in bestilling.slag:
        found += _embeter(chosen)
    if Mottakerslag.KOMMUNE in bestilling.slag:
        with_pair = plan.par
        found += [_kommune(row) for row in chosen if row.id in with_pair]
    return found


def _embeter(rows: Sequence[Puljekommune]) -> list[Adressat]:
    koder = sorted({row.kommune.embete_kode for row in rows})
    contacts = queries.map_statsforvaltere(koder)
    return [
        Adressat(
            Mottakerslag.STATSFORVALTER,
            kode,
            None,
            tuple(row.kommune.navn for row in rows if row.kommune.embete_kode == kode),
            tuple(
                Person(each.navn, each.epost, each.malform.value) for each in contacts.get(kode, ())
            ),
        )
        for kode in koder
    ]


def _kommune(row: Puljekommune) -> Adressat:
    person = Person(row.kontakt_navn, row.kontakt_epost, sprak_of(row.malform))
    return Adressat(Mottakerslag.KOMMUNE, None, row, (row.kommune.navn,), (person,))


def list_hindre(
    tildeling: Tildeling, bestilling: Bestilling, adressater: Sequence[Adressat], now: datetime
) -> list[Hinder]:
    """Return every reason why the plan cannot be sent to these now."""
    apen = queries.find_apen(tildeling.id)
    malformer = {person.malform for each in adressater for person in each.personer}
    return [
        *rules.send_hindre(
            forslag=tildeling.status in tildeling_rules.APEN,
            apen=apen is not None and is_open(apen, now),
            mottakere=len(adressater),
        ),
        *rules.frist_hindre(bestilling.frist_at, now),
        *rules.melding_hindre(bestilling.melding_nb, bestilling.melding_nn, malformer),
    ]


def draft(
    tildeling: Tildeling, bestilling: Bestilling, adressater: Sequence[Adressat]
) -> list[Utkastbrev]:
    """Return each kind of mail in each målform as the first who gets it would read it."""
    first: dict[tuple[Mottakerslag, str], tuple[Adressat, Person]] = {}
    antall: dict[tuple[Mottakerslag, str], int] = {}
    for each in adressater:
        for person in each.personer:
            key = (each.slag, person.malform)
            first.setdefault(key, (each, person))
            antall[key] = antall.get(key, 0) + 1
    brev = []
    for (slag, malform), (each, person) in sorted(first.items(), reverse=True):
        epost = mail.horing_epost("horing_sendt", _brev(tildeling, bestilling, each), person)
        brev.append(
            Utkastbrev(slag, malform, epost.til, epost.emne, epost.tekst, antall[slag, malform])
        )
    return brev


def _brev(
    tildeling: Tildeling, bestilling: Bestilling, adressat: Adressat, id: int | None = None
) -> Brev:
    return Brev(
        id,
        adressat.slag,
        adressat.kommuner,
        tildeling.utlysning,
        bestilling.frist_at,
        bestilling.melding_nb,
        bestilling.melding_nn,
    )


def send(tildeling: Tildeling, bestilling: Bestilling, *, bruker: Bruker, now: datetime) -> Horing:
    """Send a plan to be heard: keep it as it is, and mail everyone who is asked.

    Raises:
        HindretError: it is decided or heard already, nobody is chosen, or the term is too short.
        KonfliktError: another coordinator sent it at the same moment.
    """
    tildeling = tildeling_queries.lock_tildeling(tildeling.id)
    plan = make_plan(tildeling)
    adressater = list_adressater(plan, bestilling)
    refuse_if(list_hindre(tildeling, bestilling, adressater, now))
    former = queries.find_apen(tildeling.id)
    if former is not None:  # its term has passed, and the worker has not been there yet
        _close(former, now)
    horing = Horing(
        tildeling=tildeling,
        sendt_at=now,
        sendt_av=bruker,
        frist_at=bestilling.frist_at,
        melding_nb=bestilling.melding_nb,
        melding_nn=bestilling.melding_nn,
        plan=plan_to_json(plan),
    )
    db.session.add(horing)
    flush()
    for each in adressater:
        _address(horing, each, bestilling, now)
    audit.record(
        "horing_sendt",
        horing,
        bruker=bruker,
        tildeling=tildeling.id,
        frist=horing.frist_at.isoformat(),
        mottakere=len(adressater),
    )
    return horing


def _address(horing: Horing, adressat: Adressat, bestilling: Bestilling, now: datetime) -> None:
    mottaker = Horingsmottaker(
        horing=horing,
        slag=adressat.slag,
        embete_kode=adressat.embete_kode,
        puljekommune=adressat.row,
        varslet_at=now if adressat.personer else None,
    )
    db.session.add(mottaker)
    flush()
    brev = _brev(horing.tildeling, bestilling, adressat, mottaker.id)
    for person in adressat.personer:
        enqueue(mail.horing_epost("horing_sendt", brev, person))


def extend(horing: Horing, frist_at: datetime, *, bruker: Bruker, now: datetime) -> None:
    """Give a hearing a later term, tell everyone, and let them be reminded of it.

    One that the clock ended is open again.

    Raises:
        HindretError: a person closed it, the plan is decided on, or the term is no later.
        KonfliktError: another hearing of the plan has been sent meanwhile.
    """
    horing = queries.lock_horing(horing.id)
    if horing.frist_at == frist_at and is_open(horing, now):
        return
    i_spill = horing.tildeling.status in I_SPILL
    refuse_if(
        rules.extend_hindre(horing.lukket_av_id, horing.frist_at, frist_at, now, i_spill=i_spill)
    )
    before, horing.frist_at, horing.lukket_at = horing.frist_at, frist_at, None
    flush()
    mottakere = queries.list_mottakere(horing.id)
    for mottaker in mottakere:
        mottaker.pamint_at = None
    flush()
    _write("horing_ny_frist", horing, mottakere)
    audit.record(
        "horing_forlenget",
        horing,
        bruker=bruker,
        fra=before.isoformat(),
        til=frist_at.isoformat(),
    )


def close(horing: Horing, begrunnelse: str, *, bruker: Bruker, now: datetime) -> None:
    """Close a hearing before its term, with a reason; who has not answered is told.

    Raises:
        HindretError: it is closed already, or the reason is missing.
    """
    horing = queries.lock_horing(horing.id)
    refuse_if(rules.close_hindre(begrunnelse, apen=is_open(horing, now)))
    horing.lukket_av, horing.lukket_begrunnelse = bruker, begrunnelse
    _close(horing, now)
    late = [each for each in queries.list_mottakere(horing.id) if each.svart_at is None]
    _write("horing_avsluttet", horing, late, begrunnelse=begrunnelse)
    audit.record("horing_avsluttet", horing, bruker=bruker, begrunnelse=begrunnelse)


def _close(horing: Horing, now: datetime) -> None:
    horing.lukket_at = now
    flush()


def close_due(now: datetime) -> int:
    """Write down what the clock or a decision on the plan has ended; return how many."""
    over = [horing for horing in queries.list_apne() if not is_open(horing, now)]
    for horing in over:
        _close(horing, now)
        audit.record("horing_over", horing, bruker=None)
    return len(over)


def remind(horing: Horing, *, bruker: Bruker, now: datetime) -> int:
    """Remind those who have not answered, each once for a term; return how many.

    Raises:
        HindretError: the hearing is over.
    """
    horing = queries.lock_horing(horing.id)
    refuse_if(rules.remind_hindre(apen=is_open(horing, now)))
    antall = _remind(horing, now)
    if antall:
        audit.record("horing_paminnet", horing, bruker=bruker, mottakere=antall)
    return antall


def remind_due(now: datetime) -> int:
    """Remind those who have not answered the day before the term; return how many."""
    near = [
        horing
        for horing in queries.list_apne()
        if is_open(horing, now) and rules.reminder_is_due(horing.sendt_at, horing.frist_at, now)
    ]
    return sum(_remind(horing, now) for horing in near)


def _remind(horing: Horing, now: datetime) -> int:
    late = queries.list_ubesvarte(horing.id)
    for mottaker in late:
        mottaker.pamint_at = now
    flush()
    _write("horing_paminnelse", horing, late)
    return len(late)


def _write(navn: str, horing: Horing, mottakere: Iterable[Horingsmottaker], **mer: object) -> None:
    """Mail these recipients about a hearing that is stored."""
    mottakere = list(mottakere)
    contacts = queries.map_statsforvaltere(
        [each.embete_kode for each in mottakere if each.embete_kode]
    )
    for mottaker in mottakere:
        row = mottaker.puljekommune
        brev = Brev(
            mottaker.id,
            mottaker.slag,
            (row.kommune.navn,) if row else (),
            horing.tildeling.utlysning,
            horing.frist_at,
        )
        personer = (
            _kommune(row).personer
            if row
            else [
                Person(each.navn, each.epost, each.malform.value)
                for each in contacts.get(mottaker.embete_kode or "", ())
            ]
        )
        for person in personer:
            enqueue(mail.horing_epost(navn, brev, person, **mer))

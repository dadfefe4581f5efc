"""A decision pack as a document to read: everything in it, in words, as tagged PDF."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from rekruttering.analyse.visning import fill
from rekruttering.felles.errors import N_
from rekruttering.felles.filters import kort_dato, tidspunkt
from rekruttering.felles.pdf import Avsnitt, Del, Overskrift, Punkter, Tabell, to_pdf
from rekruttering.horing.rules import BEHANDLING_TEKST, Behandling
from rekruttering.kommune.rules import sort_key
from rekruttering.tildeling.rules import STATUS_TEKST, TildelingStatus
from rekruttering.tildeling.rules.plan import HANDLING_TEKST, TATT_UT_TEKST, HandlingType
from rekruttering.tildeling.rules.vedtak import from_nokkel
from rekruttering.utlysning.rules import HISTORIKK_TEKST, VEKT_TEKST, Historikk

Json = Mapping[str, Any]
ALTERNATIV_TEKST = {
    "alternativer": N_("Andre som kunne hatt plassen"),
    "forklaring": N_("Hvorfor et par er slik"),
    "hvorfor_ikke": N_("Hvorfor ikke et annet valg"),
    "udekket": N_("Hvorfor en kommune står uten par"),
    "innhopp": N_("Hvem som kan hoppe inn"),
    "minste_endring": N_("Plan med minst mulig endring"),
    "kapasitet": N_("Hvor mange kommuner som kan dekkes"),
    "robusthet": N_("Hvor mye planen tåler"),
    "verdi": N_("Hva flere veiledere ville gitt"),
}
LOGG_TEKST = {
    "forslag_lagret": N_("Forslaget fra maskinen ble lagret"),
    "tildeling_justert": N_("Planen ble endret for hånd"),
    "justering_angret": N_("En endring ble angret"),
    "justering_gjentatt": N_("En endring ble gjort om igjen"),
    "tildeling_kopiert": N_("Planen ble laget som kopi av en annen"),
    "tildeling_navngitt": N_("Planen fikk navn"),
    "par_vedtatt": N_("Et par ble vedtatt"),
    "parvedtak_trukket": N_("Et vedtak om et par ble tatt tilbake"),
    "utelatelse_vedtatt": N_("Begrunnelse for en kommune uten par"),
    "tildeling_vedtatt": N_("Planen ble vedtatt"),
    "tildeling_gjenapnet": N_("Planen ble åpnet igjen"),
    "tildeling_forkastet": N_("Planen ble forkastet"),
    "tildeling_publisert": N_("Planen ble publisert"),
    "tildeling_erstattet": N_("Planen ble erstattet av en ny"),
}


class _Navn:
    """The pack's list of names, and words made with it."""

    def __init__(self, pakke: Json) -> None:
        self._navn: Mapping[str, str] = pakke["navn"]

    def of(self, ref: str | None) -> str:
        """Return the name behind an id; the id itself where the list lacks it."""
        return "–" if ref is None else self._navn.get(ref, ref)

    def par(self, refs: Iterable[str]) -> str:
        """Return names with a dash between."""
        return " – ".join(self.of(each) for each in refs)

    def sorted(self, par_liste: Iterable[Json]) -> list[Json]:
        """Return pairs in the order of their names."""
        return sorted(par_liste, key=lambda each: sort_key(self.par(each["veiledere"])))

    def liste(self, refs: Iterable[str]) -> str:
        """Return names with commas between."""
        return ", ".join(self.of(each) for each in refs) or "–"

    def fill(self, tekst: str) -> str:
        """Return a stored sentence with names for its places."""
        return fill(tekst, self._navn)


def to_document(pakke: Json, sprak: str) -> bytes:
    """Return a pack as a tagged PDF in one language (nb, nn); the same pack gives the same file."""
    navn = _Navn(pakke)
    tittel = _("Vedtakspakke: %(runde)s", runde=pakke["runde"]["tittel"][sprak])
    laget = _moment(pakke["laget_at"])
    deler: list[Del] = [
        Avsnitt(_("Utdanningsdirektoratet. Laget %(tid)s.", tid=tidspunkt(laget))),
        Avsnitt(_("Avtrykk (SHA-256): %(avtrykk)s", avtrykk=_split(pakke["avtrykk"]))),
        *_vedtaket(pakke, navn),
        *_planen(pakke, navn),
        *_uten_par(pakke, navn),
        *_kjoringen(pakke, navn),
        *_forslaget(pakke, navn),
        *_regler(pakke),
        *_endringer(pakke, navn),
        *_alternativer(pakke, navn, sprak),
        *_horing(pakke, navn),
        *_logg(pakke, navn),
    ]
    return to_pdf(tittel, deler, sprak=sprak, bunn=tittel, now=laget)


def _moment(value: str) -> datetime:
    return datetime.fromisoformat(value)


def _time(value: str | None) -> str:
    return tidspunkt(_moment(value)) if value else "–"


def _day(value: str | None) -> str:
    return kort_dato(_moment(value)) if value else "–"


def _split(avtrykk: str) -> str:
    """Return a long word in groups, so that a line can end between them."""
    return " ".join(avtrykk[n : n + 8] for n in range(0, len(avtrykk), 8))


def _facts(bildetekst: str, rows: Sequence[tuple[str, str]]) -> Tabell:
    return Tabell(bildetekst, (_("Hva"), _("Svar")), tuple(rows), (1, 2))


def _vedtaket(pakke: Json, navn: _Navn) -> list[Del]:
    t = pakke["tildeling"]
    rows = [
        (_("Plan"), t["navn"] or _("Forslag %(nr)s", nr=t["id"])),
        (_("Status"), _(STATUS_TEKST[TildelingStatus(t["status"])])),
        (_("Vedtatt av"), navn.of(t["vedtatt_av"])),
        (_("Vedtatt"), _time(t["vedtatt_at"])),
        (_("Publisert"), _time(t["publisert_at"])),
        (_("Begrunnelse"), t["begrunnelse"] or "–"),
    ]
    return [Overskrift(_("Vedtaket")), _facts(_("Hvem som har avgjort planen"), rows)]


def _planen(pakke: Json, navn: _Navn) -> list[Del]:
    rows = tuple(
        (
            navn.par(each["veiledere"]),
            navn.liste(each["kommuner"]),
            str(each["timer"]),
            _("Ja") if each["som_forslaget"] else _("Nei"),
            f"{navn.of(each['vedtatt_av'])}, {_day(each['vedtatt_at'])}"
            if each["vedtatt_at"]
            else _("Ikke vedtatt"),
        )
        for each in navn.sorted(pakke["plan"])
    )
    header = (_("Par"), _("Kommuner"), _("Timer"), _("Som forslaget"), _("Vedtatt"))
    deler: list[Del] = [
        Overskrift(_("Planen")),
        Tabell(
            _("Parene i planen"), header, rows, (4, 4, 1, 2, 3), (False, False, True, False, False)
        ),
    ]
    words = [each for each in navn.sorted(pakke["plan"]) if each["begrunnelse"]]
    if words:
        deler.append(Overskrift(_("Begrunnelser for par"), 3))
        deler.append(
            Punkter(tuple(f"{navn.par(p['veiledere'])}: {p['begrunnelse']}" for p in words))
        )
    return deler


def _uten_par(pakke: Json, navn: _Navn) -> list[Del]:
    rows = []
    for each in pakke["uten_par"]:
        tekst = navn.of(each["kommune"])
        if each["par_i_forslaget"]:
            tekst += ": " + _("hadde et par i forslaget.")
        if each["begrunnelse"]:
            who, day = navn.of(each["vedtatt_av"]), _day(each["vedtatt_at"])
            tekst += f" {each['begrunnelse']} ({who}, {day})"
        rows.append(tekst)
    part: Del = Punkter(tuple(rows)) if rows else Avsnitt(_("Alle kommunene har par."))
    return [Overskrift(_("Kommuner uten par")), part]


def _kjoringen(pakke: Json, navn: _Navn) -> list[Del]:
    k, f = pakke["kjoring"], pakke["forslag"]
    proven = f["status"] == "optimal"
    rows = [
        (_("Startet av"), navn.of(k["startet_av"])),
        (_("Startet"), _time(k["opprettet_at"])),
        (_("Ferdig"), _time(k["ferdig_at"])),
        (_("Startverdi"), str(k["fro"])),
        (_("Tidsgrense i sekunder"), str(k["maks_sekunder"])),
        (_("Versjon av maskinen"), str(k["versjon"])),
        (_("Veiledere"), str(len(pakke["problem"]["veiledere"]))),
        (_("Kommuner"), str(len(pakke["problem"]["kommuner"]))),
        (_("Bevist best"), _("Ja") if proven else _("Nei, beregningen ble avsluttet før det")),
        (_("Poeng"), str(f["kostnad"])),
        (_("Poeng som minst trengs"), str(f["nedre_grense"])),
        (_("Avtrykk av oppgaven (SHA-256)"), _split(k["avtrykk"])),
    ]
    return [Overskrift(_("Kjøringen")), _facts(_("Slik ble forslaget laget"), rows)]


def _forslaget(pakke: Json, navn: _Navn) -> list[Del]:
    rows = tuple(
        (
            navn.par(each["veiledere"]),
            navn.liste(each["kommuner"]),
            str(each["timer"]),
            str(each["kostnad"]),
        )
        for each in navn.sorted(pakke["forslag"]["par"])
    )
    header = (_("Par"), _("Kommuner"), _("Timer"), _("Poeng"))
    return [
        Overskrift(_("Forslaget fra maskinen")),
        Tabell(
            _("Parene maskinen foreslo"), header, rows, (4, 5, 1, 1), (False, False, True, True)
        ),
        Avsnitt(_("Uten par: %(navn)s.", navn=navn.liste(pakke["forslag"]["udekket"]))),
        Avsnitt(_("Reserver: %(navn)s.", navn=navn.liste(pakke["forslag"]["ubrukte"]))),
    ]


def _regler(pakke: Json) -> list[Del]:
    problem = pakke["problem"]
    vekter = tuple((_(tekst), str(problem["vekter"][kode])) for kode, tekst in VEKT_TEKST.items())
    historikk = HISTORIKK_TEKST[Historikk(pakke["runde"]["historikk"])]
    return [
        Overskrift(_("Regler og vekter")),
        Punkter(
            (
                _(
                    "Et par har høyst %(antall)s kommuner.",
                    antall=problem["regler"]["maks_kommuner_per_par"],
                ),
                _(
                    "Luftlinjen ganges med %(faktor)s for å bli vei.",
                    faktor=problem["regler"]["reise_faktor"],
                ),
                _("Årsverket er %(timer)s timer.", timer=pakke["runde"]["arsverk_timer"]),
                _("Tidligere runder: %(valg)s.", valg=_(historikk)),
            )
        ),
        Tabell(_("Vektene maskinen brukte"), (_("Vekt"), _("Tall")), vekter, (4, 1), (False, True)),
    ]


def _endringer(pakke: Json, navn: _Navn) -> list[Del]:
    rows = []
    for each in pakke["justeringer"]:
        tekst = _handling(each["handling"], navn)
        if each["gjort_at"]:
            tekst += f" ({navn.of(each['gjort_av'])}, {_time(each['gjort_at'])})"
        rows.append(tekst if each["gjelder"] else _("Angret: %(endring)s", endring=tekst))
    part: Del = Punkter(tuple(rows)) if rows else Avsnitt(_("Ingen."))
    return [Overskrift(_("Endringer for hånd")), part]


def _handling(handling: Json, navn: _Navn) -> str:
    if handling["type"] == "kopi":
        return str(_("Planen begynte som kopi av plan %(nr)s", nr=handling["fra"]))
    people = navn.par(f"V{each}" for each in handling["veiledere"])
    places = navn.liste(f"K{each}" for each in handling["kommuner"])
    kind = HandlingType(handling["type"])
    if kind is HandlingType.FLYTT and not handling["veiledere"]:
        return str(_(TATT_UT_TEKST, kommuner=places))
    return str(_(HANDLING_TEKST[kind], veiledere=people, kommuner=places))


def _alternativer(pakke: Json, navn: _Navn, sprak: str) -> list[Del]:
    deler: list[Del] = [Overskrift(_("Alternativer som ble vist"))]
    for each in pakke["alternativer"]:
        sentences = [navn.fill(tekst) for tekst in each["svar"].get(sprak, ())]
        if sentences:
            title = _(ALTERNATIV_TEKST.get(each["type"], N_("Spørsmål til maskinen")))
            deler.append(Overskrift(f"{title}, {_time(each['bedt_at'])}", 3))
            deler.append(Punkter(tuple(sentences)))
    if len(deler) == 1:
        deler.append(Avsnitt(_("Ingen.")))
    return deler


def _horing(pakke: Json, navn: _Navn) -> list[Del]:
    rows = []
    for each in pakke["horing"]:
        where = navn.of(each["kommune"]) if each["kommune"] else _("Hele planen")
        kind = " " + _("(innsigelse)") if each["innsigelse"] else ""
        who = f"{navn.of(each['svart_av'])}, {_day(each['svart_at'])}"
        tekst = f"{where}{kind}: {each['tekst']} ({who})"
        if each["behandling"]:
            done = _(BEHANDLING_TEKST[Behandling(each["behandling"])])
            tekst += f" {done}: {each['merknad']} ({navn.of(each['behandlet_av'])})"
        rows.append(tekst)
    part: Del = Punkter(tuple(rows)) if rows else Avsnitt(_("Ingen merknader er kommet inn."))
    return [Overskrift(_("Høring")), part]


def _logg(pakke: Json, navn: _Navn) -> list[Del]:
    rows = tuple(
        (
            _time(each["at"]),
            navn.of(each["hvem"]) if each["hvem"] else _("Systemet"),
            _done(each, navn),
        )
        for each in pakke["logg"]
    )
    header = (_("Når"), _("Hvem"), _("Hva"))
    return [
        Overskrift(_("Hvem som gjorde hva")),
        Tabell(_("Loggen for planen"), header, rows, (4, 3, 5)),
    ]


def _done(linje: Json, navn: _Navn) -> str:
    """Return what a line of the log says was done, and to which pair or municipality."""
    tekst = str(_(LOGG_TEKST.get(linje["handling"], linje["handling"].replace("_", " "))))
    lag = from_nokkel(str(linje["detaljer"].get("par", "")))
    if lag is not None:
        return f"{tekst}: {navn.par(f'V{each}' for each in lag.veiledere)}"
    kommune = linje["detaljer"].get("kommune")
    return f"{tekst}: {navn.of(kommune)}" if isinstance(kommune, str) else tekst

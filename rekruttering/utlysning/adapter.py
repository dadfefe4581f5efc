"""Between stored calls and plain values: read a section, write a section."""

from collections.abc import Sequence

from rekruttering.utlysning.models import Engasjement, Kompetanse, Utlysning, UtlysningSamling
from rekruttering.utlysning.rules import ANKERTRINN, VEKT_TEKST
from rekruttering.utlysning.rules.definisjon import (
    Definisjon,
    Engasjementsvilkar,
    Frister,
    Grunnopplysninger,
    Kontakt,
    Kriterium,
    Samling,
    Samlinger,
    Sammensetning,
    Seksjonsverdier,
    Sporsmal,
    Tospraklig,
    Vilkar,
)


def to_definisjon(utlysning: Utlysning) -> Definisjon:
    """Return a stored call as plain values."""
    u = utlysning
    return Definisjon(
        grunn=Grunnopplysninger(
            u.slug,
            u.ordning,
            Tospraklig(u.tittel_nb, u.tittel_nn),
            Tospraklig(u.ingress_nb, u.ingress_nn),
        ),
        tekst=Tospraklig(u.tekst_nb, u.tekst_nn),
        frister=Frister(
            u.frist_at,
            u.intervju_fra_dato,
            u.intervju_til_dato,
            Tospraklig(u.intervjusted_nb, u.intervjusted_nn),
            u.tilbud_innen_dato,
            u.periode_fra_dato,
            u.periode_til_dato,
        ),
        engasjement=Engasjementsvilkar(
            u.arsverk_timer, tuple(_to_vilkar(row) for row in u.engasjementer)
        ),
        samlinger=Samlinger(tuple(_to_samling(row) for row in u.samlinger)),
        kompetanser=tuple(to_kriterium(row) for row in u.kompetanser),
        sammensetning=Sammensetning(
            u.sammensetning_regel,
            Tospraklig(u.sammensetning_nb, u.sammensetning_nn),
            u.maks_kommuner_per_par,
            tuple((navn, u.vekter[navn]) for navn in VEKT_TEKST if navn in u.vekter),
            u.historikk,
        ),
        kontakt=Kontakt(u.kontakt_navn, u.kontakt_epost, u.kontakt_telefon),
        publiseres_at=u.publisert_at,
        guide_merknad=Tospraklig(u.guide_merknad_nb, u.guide_merknad_nn),
    )


def to_kriterium(kompetanse: Kompetanse) -> Kriterium:
    """Return a stored criterion as plain values."""
    return Kriterium(
        kode=kompetanse.kode,
        vekt=kompetanse.vekt,
        navn=Tospraklig(kompetanse.navn_nb, kompetanse.navn_nn),
        begrunnelse=Tospraklig(kompetanse.begrunnelse_nb, kompetanse.begrunnelse_nn),
        sporsmal=tuple(
            Sporsmal(
                Tospraklig(ett["nb"], ett["nn"]),
                tuple(Tospraklig(o["nb"], o["nn"]) for o in ett["oppfolging"]),
            )
            for ett in kompetanse.sporsmal
        ),
        anker=tuple(
            Tospraklig(anker.get("nb", ""), anker.get("nn", ""))
            for anker in (kompetanse.anker.get(trinn, {}) for trinn in ANKERTRINN)
        ),
    )


def write_seksjon(utlysning: Utlysning, verdier: Seksjonsverdier) -> None:
    """Set the fields of one section; the text is the only section that is a bare pair of texts."""
    u = utlysning
    match verdier:
        case Grunnopplysninger():
            u.slug, u.ordning = verdier.slug, verdier.ordning
            u.tittel_nb, u.tittel_nn = verdier.tittel.nb, verdier.tittel.nn
            u.ingress_nb, u.ingress_nn = verdier.ingress.nb, verdier.ingress.nn
        case Tospraklig():
            u.tekst_nb, u.tekst_nn = verdier.nb, verdier.nn
        case Frister():
            _write_frister(u, verdier)
        case Engasjementsvilkar():
            u.arsverk_timer = verdier.arsverk_timer
            _write_former(u, verdier.former)
        case Samlinger():
            _write_samlinger(u, verdier.liste)
        case Sammensetning():
            u.sammensetning_regel = verdier.regel
            u.sammensetning_nb, u.sammensetning_nn = verdier.tekst.nb, verdier.tekst.nn
            u.maks_kommuner_per_par = verdier.maks_kommuner_per_par
            u.vekter, u.historikk = dict(verdier.vekter), verdier.historikk
        case Kontakt():
            u.kontakt_navn, u.kontakt_epost = verdier.navn, verdier.epost
            u.kontakt_telefon = verdier.telefon


def write_kriterium(kompetanse: Kompetanse, kriterium: Kriterium) -> None:
    """Set the fields of a criterion; its place in the order stays."""
    kompetanse.kode, kompetanse.vekt = kriterium.kode, kriterium.vekt
    kompetanse.navn_nb, kompetanse.navn_nn = kriterium.navn.nb, kriterium.navn.nn
    kompetanse.begrunnelse_nb = kriterium.begrunnelse.nb
    kompetanse.begrunnelse_nn = kriterium.begrunnelse.nn
    kompetanse.sporsmal = [
        {**_pair(ett.tekst), "oppfolging": [_pair(o) for o in ett.oppfolging]}
        for ett in kriterium.sporsmal
    ]
    kompetanse.anker = {
        trinn: _pair(tekst) for trinn, tekst in zip(ANKERTRINN, kriterium.anker, strict=True)
    }


def to_innhold(kriterium: Kriterium) -> dict[str, object]:
    """Return a criterion as a frozen version of the guide keeps it."""
    return {
        "kode": kriterium.kode,
        "vekt": kriterium.vekt,
        "navn": _pair(kriterium.navn),
        "begrunnelse": _pair(kriterium.begrunnelse),
        "sporsmal": [
            {**_pair(ett.tekst), "oppfolging": [_pair(o) for o in ett.oppfolging]}
            for ett in kriterium.sporsmal
        ],
        "anker": {
            trinn: _pair(tekst) for trinn, tekst in zip(ANKERTRINN, kriterium.anker, strict=True)
        },
    }


def _pair(tekst: Tospraklig) -> dict[str, str]:
    return {"nb": tekst.nb, "nn": tekst.nn}


def _to_vilkar(row: Engasjement) -> Vilkar:
    tekst = Tospraklig(row.tekst_nb, row.tekst_nn)
    return Vilkar(row.form, row.enhet, row.minst, row.mest, row.unntak, tekst)


def _to_samling(row: UtlysningSamling) -> Samling:
    tittel = Tospraklig(row.tittel_nb, row.tittel_nn)
    return Samling(tittel, row.fra_dato, row.til_dato, row.sted)


def _write_frister(u: Utlysning, frister: Frister) -> None:
    u.frist_at = frister.frist_at
    u.intervju_fra_dato, u.intervju_til_dato = frister.intervju_fra_dato, frister.intervju_til_dato
    u.intervjusted_nb, u.intervjusted_nn = frister.intervjusted.nb, frister.intervjusted.nn
    u.tilbud_innen_dato = frister.tilbud_innen_dato
    u.periode_fra_dato, u.periode_til_dato = frister.periode_fra_dato, frister.periode_til_dato


def _write_former(u: Utlysning, former: Sequence[Vilkar]) -> None:
    """Keep the rows of forms that stay: a new row may not meet the old one's unique form."""
    by_form = {row.form: row for row in u.engasjementer}
    rows = []
    for place, vilkar in enumerate(former):
        row = by_form.get(vilkar.form) or Engasjement(form=vilkar.form)
        row.rekkefolge, row.enhet, row.unntak = place, vilkar.enhet, vilkar.unntak
        row.minst, row.mest = vilkar.minst, vilkar.mest
        row.tekst_nb, row.tekst_nn = vilkar.tekst.nb, vilkar.tekst.nn
        rows.append(row)
    u.engasjementer = rows


def _write_samlinger(u: Utlysning, samlinger: Sequence[Samling]) -> None:
    rows = list(u.samlinger)[: len(samlinger)]
    rows += [UtlysningSamling() for _ in range(len(samlinger) - len(rows))]
    for row, samling in zip(rows, samlinger, strict=True):
        row.tittel_nb, row.tittel_nn = samling.tittel.nb, samling.tittel.nn
        row.fra_dato, row.til_dato, row.sted = samling.fra_dato, samling.til_dato, samling.sted
    u.samlinger = rows

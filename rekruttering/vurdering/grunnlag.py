"""The grounds for selection: one round's ranked list with every reason, as document and workbook.

It holds joint scores only, so it says nothing before a panel has agreed. Geography, language and
other facts of placement are left out: they are another decision.  Kilde: docs/regler.md#V6.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_date
from flask_babel import gettext as _

from rekruttering.felles.clock import OSLO
from rekruttering.felles.pdf import Avsnitt, Del, Overskrift, Punkter, Sideskift, Tabell, to_pdf
from rekruttering.felles.tabellfil import Ark, Celle, to_excel
from rekruttering.habilitet.rules import is_barred
from rekruttering.utlysning.models import Guide, Kompetanse, Utlysning
from rekruttering.utlysning.queries import list_guider, list_kompetanser
from rekruttering.vurdering import queries, service
from rekruttering.vurdering.models import Innstilling, Panelanbefaling
from rekruttering.vurdering.rules import ANBEFALING_TEKST, UTFALL_TEKST, Vurderingsplass
from rekruttering.vurdering.service import Rangert


@dataclass(frozen=True)
class Sokergrunnlag:
    """One applicant: the place, who decided on it, and what the panel said."""

    rangert: Rangert
    plasser: tuple[Vurderingsplass, ...]
    anbefaling: Panelanbefaling | None

    @property
    def innstilling(self) -> Innstilling | None:
        """The outcome, if there is one yet."""
        return self.rangert.innstilling


@dataclass(frozen=True)
class Grunnlag:
    """Everything that a round's selection rests on."""

    utlysning: Utlysning
    kompetanser: tuple[Kompetanse, ...]
    guider: tuple[Guide, ...]
    sokere: tuple[Sokergrunnlag, ...]


def collect(utlysning: Utlysning) -> Grunnlag:
    """Return the grounds of a round as they are now; who withdrew is left out."""
    rangering = service.list_rangering(utlysning.id)
    plasser = queries.map_plasser([rad.intervju for rad in rangering])
    anbefalinger = queries.map_anbefalinger(utlysning.id)
    return Grunnlag(
        utlysning,
        tuple(list_kompetanser(utlysning.id)),
        tuple(list_guider(utlysning.id)),
        tuple(
            Sokergrunnlag(rad, tuple(plasser[rad.intervju.id]), anbefalinger.get(rad.intervju.id))
            for rad in rangering
        ),
    )


def to_document(grunnlag: Grunnlag, sprak: str, now: datetime) -> bytes:
    """Return the grounds as a tagged PDF in one language (nb, nn)."""
    utlysning = grunnlag.utlysning
    tittel = _("Grunnlag for utvelgelse: %(tittel)s", tittel=utlysning.tittel(sprak))
    day = format_date(now.astimezone(OSLO).date(), "long", locale=sprak)
    deler: list[Del] = [
        Avsnitt(_("Utdanningsdirektoratet. Slik saken sto %(dag)s.", dag=day)),
        *_method(grunnlag, sprak),
        *_list(grunnlag, sprak),
        Sideskift(),
        Overskrift(_("Begrunnelse for hver søker")),
        *(part for soker in grunnlag.sokere for part in _applicant(soker, sprak)),
    ]
    return to_pdf(tittel, deler, sprak=sprak, bunn=tittel, now=now)


def to_workbook(grunnlag: Grunnlag, sprak: str) -> bytes:
    """Return the grounds as a workbook: the ranked list, and every joint score with its reason."""
    profil = [kompetanse.navn(sprak) for kompetanse in grunnlag.kompetanser]
    header = [
        *(_("Plass"), _("Delt plass"), _("Søker"), _("Poeng"), *profil),
        *(_("Panelets anbefaling"), _("Utfall"), _("Begrunnelse"), _("Begrunnelse til søkeren")),
    ]
    rows = [_row(soker, grunnlag.kompetanser) for soker in grunnlag.sokere]
    skarer = [
        [soker.rangert.soknad.navn, skar.kompetanse.navn(sprak), skar.poeng, skar.begrunnelse]
        for soker in grunnlag.sokere
        for skar in soker.rangert.profil
    ]
    ark = Ark(
        _("Felles poeng"), [_("Søker"), _("Kompetanse"), _("Poeng"), _("Begrunnelse")], skarer
    )
    return to_excel([Ark(_("Rangert liste"), header, rows), ark])


def _method(grunnlag: Grunnlag, sprak: str) -> list[Del]:
    """Say how the points come about, so that the list can be checked by hand."""
    kriterier = tuple(
        (k.navn(sprak), str(k.vekt), k.begrunnelse(sprak)) for k in grunnlag.kompetanser
    )
    deler: list[Del] = [
        Overskrift(_("Slik er poengene laget")),
        Punkter(
            (
                _("Hvert panelmedlem ga poeng 1–5 alene, før panelet ble enig om felles poeng."),
                _("Poengene her er 0–100: det vektede snittet av de felles poengene."),
                _("Det ingen hørte, er holdt utenfor snittet."),
                _("Like poeng gir lik plass."),
                _("Antall femmere og navn bestemmer bare rekkefølgen i listen."),
                _("Bosted, språk og reise er ikke med. Det hører til fordelingen på kommuner."),
            )
        ),
        Tabell(
            _("Kompetansene"),
            (_("Kompetanse"), _("Vekt"), _("Hvorfor den teller")),
            kriterier,
            (3, 1, 6),
            (False, True, False),
        ),
    ]
    if grunnlag.guider:
        nummer = grunnlag.guider[0].nummer
        deler.append(Avsnitt(_("Intervjuguiden er fryst, versjon %(nummer)s.", nummer=nummer)))
    fjernet = [guide for guide in grunnlag.guider if guide.fjernet]
    if fjernet:
        tekster = [f"{guide.fjernet['tekst'][sprak]} {guide.grunn}" for guide in fjernet]
        deler += [Avsnitt(_("Spørsmål som ble fjernet for alle:")), Punkter(tuple(tekster))]
    return deler


def _list(grunnlag: Grunnlag, sprak: str) -> list[Del]:
    rader = tuple(
        (
            _place(soker.rangert),
            soker.rangert.soknad.navn,
            str(soker.rangert.poeng),
            *(_score(soker.rangert, kompetanse.id) for kompetanse in grunnlag.kompetanser),
            _outcome(soker.innstilling),
        )
        for soker in grunnlag.sokere
    )
    koder = tuple(chr(ord("A") + n) for n in range(len(grunnlag.kompetanser)))
    navn = [
        f"{kode}: {kompetanse.navn(sprak)}"
        for kode, kompetanse in zip(koder, grunnlag.kompetanser, strict=True)
    ]
    bredder = (3, 7, 2, *(1 for _kode in koder), 3)
    tall = (False, False, True, *(True for _kode in koder), False)
    header = (_("Plass"), _("Søker"), _("Poeng"), *koder, _("Utfall"))
    return [
        Overskrift(_("Rangert liste")),
        Avsnitt("; ".join(navn)),
        Tabell(_("Rangert liste"), header, rader, bredder, tall)
        if rader
        else Avsnitt(_("Ingen søkere har fått felles poeng ennå.")),
    ]


def _applicant(soker: Sokergrunnlag, sprak: str) -> list[Del]:
    rangert, innstilling = soker.rangert, soker.innstilling
    day = format_date(rangert.intervju.start_at.astimezone(OSLO).date(), "long", locale=sprak)
    fakta = [
        _("Plass %(plass)s, %(poeng)s poeng.", plass=_place(rangert), poeng=rangert.poeng),
        _("Intervju %(dag)s med %(panel)s.", dag=day, panel=rangert.intervju.panel.navn),
        _("Vurdert av %(navn)s.", navn=_names(soker.plasser, barred=False)),
    ]
    borte = _names(soker.plasser, barred=True)
    if borte:
        fakta.append(_("Inhabil og ikke med: %(navn)s.", navn=borte))
    profil = tuple(
        (
            skar.kompetanse.navn(sprak),
            str(skar.poeng) if skar.poeng is not None else "–",
            skar.begrunnelse or "–",
        )
        for skar in rangert.profil
    )
    deler: list[Del] = [
        Overskrift(rangert.soknad.navn, 3),
        Punkter(tuple(fakta)),
        Tabell(
            _("Felles poeng for %(navn)s", navn=rangert.soknad.navn),
            (_("Kompetanse"), _("Poeng"), _("Begrunnelse")),
            profil,
            (4, 1, 7),
            (False, True, False),
        ),
    ]
    if soker.anbefaling is not None:
        tekst = _(ANBEFALING_TEKST[soker.anbefaling.anbefaling])
        deler.append(Avsnitt(_("Panelets samlede anbefaling: %(tekst)s.", tekst=tekst)))
        deler.append(Avsnitt(soker.anbefaling.begrunnelse))
    if innstilling is None:
        deler.append(Avsnitt(_("Utfallet er ikke satt.")))
    else:
        deler.append(Avsnitt(_("Utfall: %(utfall)s.", utfall=_outcome(innstilling))))
        deler.append(Avsnitt(innstilling.begrunnelse))
    return deler


def _row(soker: Sokergrunnlag, kompetanser: Sequence[Kompetanse]) -> list[Celle]:
    rangert, innstilling = soker.rangert, soker.innstilling
    poeng = {skar.kompetanse_id: skar.poeng for skar in rangert.profil}
    anbefaling = soker.anbefaling
    return [
        rangert.plass,
        _("Ja") if rangert.delt else "",
        rangert.soknad.navn,
        rangert.poeng,
        *(poeng.get(kompetanse.id) for kompetanse in kompetanser),
        _(ANBEFALING_TEKST[anbefaling.anbefaling]) if anbefaling else "",
        _outcome(innstilling),
        innstilling.begrunnelse if innstilling else "",
        rangert.soknad.avgjort_begrunnelse if innstilling else "",
    ]


def _place(rangert: Rangert) -> str:
    return f"{rangert.plass} ({_('delt')})" if rangert.delt else str(rangert.plass)


def _score(rangert: Rangert, kompetanse_id: int) -> str:
    poeng = next((s.poeng for s in rangert.profil if s.kompetanse_id == kompetanse_id), None)
    return str(poeng) if poeng is not None else "–"


def _outcome(innstilling: Innstilling | None) -> str:
    return str(_(UTFALL_TEKST[innstilling.utfall]) if innstilling else _("Ikke satt"))


def _names(plasser: Sequence[Vurderingsplass], *, barred: bool) -> str:
    return ", ".join(p.navn for p in plasser if is_barred(p.tilstand) is barred)

"""The pages of the application, one form each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    EmailField,
    FieldList,
    FormField,
    StringField,
    TelField,
    TextAreaField,
)

from rekruttering.felles.forms import BaseForm, choices
from rekruttering.kommune.models import Fylke
from rekruttering.pulje.rules import FAGOMRADE_TEKST
from rekruttering.soknad import rules
from rekruttering.soknad.forms import (
    FlervalgField,
    KommuneField,
    Kommuneregister,
    ListeField,
    SeksjonForm,
    TallField,
    ValgField,
    compact_rows,
    to_enum,
)
from rekruttering.soknad.rules import Niva, Seksjon, Sprak, svar
from rekruttering.soknad.rules.mangler import (
    MAKS_MOTIVASJON,
    MAKS_REFERANSER,
    MAKS_TEKST,
    MAKS_TILKNYTNINGER,
)
from rekruttering.tilgang.rules import Malform
from rekruttering.utlysning.models import Utlysning
from rekruttering.utlysning.rules import FORM_TEKST, Engasjementsform


def _labels(texts: Mapping[Any, str]) -> list[Any]:
    return choices((str(code), _(text)) for code, text in texts.items())


def _area(label: Any, maks: int) -> TextAreaField:
    return TextAreaField(label, render_kw={"data-maks": maks})


@dataclass(frozen=True)
class Grunnlag:
    """What the pages offer to choose among: of the call, and of the day of its deadline."""

    utlysning: Utlysning
    kommuner: Kommuneregister
    fylker: list[Fylke]


class PersonForm(SeksjonForm):
    """Who applies."""

    navn = StringField(_("Fullt navn"), render_kw={"autocomplete": "name"})
    telefon = TelField(_("Telefon"), render_kw={"autocomplete": "tel"})
    bosted = KommuneField(_("Kommunen du bor i"))
    korrespondanse = ValgField(
        _("Hvilket språk skal vi skrive til deg på?"),
        choices=choices([(Malform.NB.value, _("Bokmål")), (Malform.NN.value, _("Nynorsk"))]),
    )

    def to_input(self) -> svar.PersonInput:
        """Return the answers."""
        return svar.PersonInput(
            navn=self.navn.data or "",
            telefon=self.telefon.data or "",
            bosted_kommune_id=self.bosted.kommune_id,
            korrespondanse=to_enum(Malform, self.korrespondanse.data),
        )


class ArbeidForm(SeksjonForm):
    """Employer and position."""

    arbeidsgiver = StringField(_("Arbeidsgiver"), render_kw={"autocomplete": "organization"})
    arbeidssted = KommuneField(_("Kommunen der arbeidsgiveren din er"))
    stilling = StringField(_("Stilling"), render_kw={"autocomplete": "organization-title"})

    def to_input(self) -> svar.ArbeidInput:
        """Return the answers."""
        return svar.ArbeidInput(
            arbeidsgiver=self.arbeidsgiver.data or "",
            arbeidsgiver_kommune_id=self.arbeidssted.kommune_id,
            stilling=self.stilling.data or "",
        )


class BakgrunnForm(SeksjonForm):
    """Erfaringsbakgrunn."""

    bakgrunn = ValgField(_("Hvor har du mest erfaring fra?"), choices=_labels(rules.BAKGRUNN_TEKST))
    year_skoleeier = TallField(_("År på skoleeiersiden"))
    year_skoleleder = TallField(_("År som skoleleder"))
    annen_bakgrunn = ValgField(
        _("Hvor er den andre bakgrunnen fra?"), choices=_labels(rules.ANNEN_TEKST)
    )
    year_annen = TallField(_("År med annen bakgrunn"))

    def to_input(self) -> svar.BakgrunnInput:
        """Return the answers."""
        return svar.BakgrunnInput(
            bakgrunn=to_enum(rules.Bakgrunn, self.bakgrunn.data),
            annen_bakgrunn=to_enum(rules.AnnenBakgrunn, self.annen_bakgrunn.data),
            year_skoleeier=self.year_skoleeier.data,
            year_skoleleder=self.year_skoleleder.data,
            year_annen=self.year_annen.data,
        )


class KompetanseForm(SeksjonForm):
    """Competence and subject areas."""

    formell_kompetanse = _area(_("Utdanning og annen formell kompetanse"), MAKS_TEKST)
    erfaring = _area(_("Erfaring"), MAKS_TEKST)
    fagomrader = FlervalgField(_("Fagområder du kan veilede i"), choices=_labels(FAGOMRADE_TEKST))

    def to_input(self) -> svar.KompetanseInput:
        """Return the answers."""
        return svar.KompetanseInput(
            formell_kompetanse=self.formell_kompetanse.data or "",
            erfaring=self.erfaring.data or "",
            fagomrader=tuple(self.fagomrader.data or ()),
        )


def _niva(label: Any) -> ListeField:
    options = [("", _("Velg nivå")), *((n.value, _(rules.NIVA_TEKST[n])) for n in Niva)]
    return ListeField(label, choices=choices(options))


class SprakForm(SeksjonForm):
    """Ten levels; a field is named after its language and `_muntlig` or `_skriftlig`."""

    bokmal_muntlig = _niva(_("Bokmål muntlig"))
    bokmal_skriftlig = _niva(_("Bokmål skriftlig"))
    nynorsk_muntlig = _niva(_("Nynorsk muntlig"))
    nynorsk_skriftlig = _niva(_("Nynorsk skriftlig"))
    nordsamisk_muntlig = _niva(_("Nordsamisk muntlig"))
    nordsamisk_skriftlig = _niva(_("Nordsamisk skriftlig"))
    lulesamisk_muntlig = _niva(_("Lulesamisk muntlig"))
    lulesamisk_skriftlig = _niva(_("Lulesamisk skriftlig"))
    sorsamisk_muntlig = _niva(_("Sørsamisk muntlig"))
    sorsamisk_skriftlig = _niva(_("Sørsamisk skriftlig"))

    def to_input(self) -> svar.SprakInput:
        """Return the languages of which something is chosen."""
        nivaer = {}
        for sprak in Sprak:
            pair = (
                to_enum(Niva, self[f"{sprak}_muntlig"].data),
                to_enum(Niva, self[f"{sprak}_skriftlig"].data),
            )
            if pair != (None, None):
                nivaer[sprak] = pair
        return svar.SprakInput(nivaer)

    def keeps(self) -> bool:
        """Return whether a language has one level only."""
        return any(None in pair for pair in self.to_input().nivaer.values())


class EngasjementForm(SeksjonForm):
    """Form of engagement, and how much."""

    form = ValgField(_("Hvordan ønsker du å arbeide?"))
    minst = TallField(_("Det minste du vil arbeide"))
    mest = TallField(_("Det meste du vil arbeide"))

    def to_input(self) -> svar.EngasjementInput:
        """Return the answers."""
        return svar.EngasjementInput(
            form=to_enum(Engasjementsform, self["form"].data),
            minst=self.minst.data,
            mest=self.mest.data,
        )


class StedForm(SeksjonForm):
    """Where, and how far."""

    onskede_fylker = FlervalgField(_("Fylker som passer for deg"))
    uaktuelle_fylker = FlervalgField(_("Fylker som ikke passer"))
    maks_reise_km = TallField(_("Hvor langt kan du reise, én vei?"))

    def to_input(self) -> svar.StedInput:
        """Return the answers."""
        return svar.StedInput(
            onskede_fylker=tuple(self.onskede_fylker.data or ()),
            uaktuelle_fylker=tuple(self.uaktuelle_fylker.data or ()),
            maks_reise_km=self.maks_reise_km.data,
        )


class TilknytningRad(BaseForm):
    """One tie."""

    kommune = KommuneField(_("Kommune"))
    grunn = ListeField(
        _("Hva slags tilknytning?"),
        choices=[*choices([("", _("Velg"))]), *_labels(rules.GRUNN_TEKST)],
    )
    forklaring = TextAreaField(_("Forklaring"))


class HabilitetForm(SeksjonForm):
    """Ties to municipalities and persons."""

    RADER = ("kommune", "grunn", "forklaring")
    MAKS_RADER = MAKS_TILKNYTNINGER

    rader = FieldList(FormField(TilknytningRad))
    tilknytning_personer = _area(_("Personer du har tilknytning til"), MAKS_TEKST)
    ingen_tilknytning = BooleanField(_("Jeg har ingen tilknytninger som må opplyses"))

    def to_input(self) -> svar.HabilitetInput:
        """Return the answers."""
        return svar.HabilitetInput(
            ingen_tilknytning=bool(self.ingen_tilknytning.data),
            tilknytninger=tuple(
                svar.TilknytningInput(
                    kommune_id=rad.form.kommune.kommune_id,
                    grunn=to_enum(rules.Tilknytningsgrunn, rad.form.grunn.data),
                    forklaring=rad.form.forklaring.data or "",
                )
                for rad in self.rader
            ),
            tilknytning_personer=self.tilknytning_personer.data or "",
        )

    def keeps(self) -> bool:
        """Return whether a row lacks its municipality or its ground."""
        rows = self.to_input().tilknytninger
        return super().keeps() or any(r.kommune_id is None or r.grunn is None for r in rows)


class OnskerForm(SeksjonForm):
    """Whom to work with."""

    makker_ja = _area(_("Noen du gjerne vil arbeide sammen med"), MAKS_TEKST)
    makker_nei = _area(_("Noen du ikke bør arbeide sammen med"), MAKS_TEKST)

    def to_input(self) -> svar.OnskerInput:
        """Return the answers."""
        return svar.OnskerInput(self.makker_ja.data or "", self.makker_nei.data or "")


class MotivasjonForm(SeksjonForm):
    """Why."""

    motivasjon = _area(_("Hvorfor vil du bli veileder?"), MAKS_MOTIVASJON)

    def to_input(self) -> svar.MotivasjonInput:
        """Return the answer."""
        return svar.MotivasjonInput(self.motivasjon.data or "")


class ReferanseRad(BaseForm):
    """One person."""

    navn = StringField(_("Navn"))
    stilling = StringField(_("Stilling"))
    virksomhet = StringField(_("Arbeidssted"))
    telefon = TelField(_("Telefon"))
    epost = EmailField(_("E-postadresse"))


class ReferanserForm(SeksjonForm):
    """One to three persons."""

    RADER = ("navn", "stilling", "virksomhet", "telefon", "epost")
    MAKS_RADER = MAKS_REFERANSER

    rader = FieldList(FormField(ReferanseRad))

    def to_input(self) -> svar.ReferanserInput:
        """Return the answers."""
        return svar.ReferanserInput(
            tuple(
                svar.ReferanseInput(*(rad.form[navn].data or "" for navn in self.RADER))
                for rad in self.rader
            )
        )


FORMS: dict[Seksjon, type[SeksjonForm]] = {
    Seksjon.PERSON: PersonForm,
    Seksjon.ARBEID: ArbeidForm,
    Seksjon.BAKGRUNN: BakgrunnForm,
    Seksjon.KOMPETANSE: KompetanseForm,
    Seksjon.SPRAK: SprakForm,
    Seksjon.ENGASJEMENT: EngasjementForm,
    Seksjon.STED: StedForm,
    Seksjon.HABILITET: HabilitetForm,
    Seksjon.ONSKER: OnskerForm,
    Seksjon.MOTIVASJON: MotivasjonForm,
    Seksjon.REFERANSER: ReferanserForm,
}


def tidy(
    seksjon: Seksjon, typed: MultiDict[str, Any], fjern: int | None = None
) -> MultiDict[str, Any]:
    """Return what was typed with rows of a list numbered without gaps, and row `fjern` left out."""
    kind = FORMS[seksjon]
    if issubclass(kind, HabilitetForm | ReferanserForm):
        return compact_rows(typed, "rader", kind.RADER, fjern)
    return typed


def make_form(
    seksjon: Seksjon,
    grunnlag: Grunnlag,
    *,
    stored: svar.Svar | None = None,
    typed: MultiDict[str, Any] | None = None,
) -> SeksjonForm:
    """Return a section's form with what is `stored`, or with what was `typed` (see `tidy`)."""
    data = to_data(stored, grunnlag.kommuner) if stored else None
    form = FORMS[seksjon](typed, data=data)
    form.connect(grunnlag.kommuner)
    _offer(form, grunnlag)
    return form


def add_empty_row(form: SeksjonForm, register: Kommuneregister, *, asked: bool) -> None:
    """Give a list one empty row at its end: when there is none, or when it was `asked` for."""
    if not isinstance(form, HabilitetForm | ReferanserForm):
        return
    if not form.rader or (asked and len(form.rader) < form.MAKS_RADER):
        form.rader.append_entry()
        form.connect(register)


def to_data(stored: svar.Svar, register: Kommuneregister) -> dict[str, Any]:
    """Return stored answers as the fields show them."""
    convert = _TO_DATA.get(type(stored))
    return convert(stored, register) if convert else dict(vars(stored))


def _person(s: svar.PersonInput, register: Kommuneregister) -> dict[str, Any]:
    return {**vars(s), "bosted": register.text(s.bosted_kommune_id)}


def _arbeid(s: svar.ArbeidInput, register: Kommuneregister) -> dict[str, Any]:
    return {**vars(s), "arbeidssted": register.text(s.arbeidsgiver_kommune_id)}


def _sprak(s: svar.SprakInput, _register: Kommuneregister) -> dict[str, Any]:
    """Return the levels; Sami languages start at none, so that most need not answer them."""
    data: dict[str, Any] = {}
    for sprak in Sprak:
        norsk = sprak in (Sprak.BOKMAL, Sprak.NYNORSK)
        start = (None, None) if norsk or s.nivaer else (Niva.INGEN, Niva.INGEN)
        muntlig, skriftlig = s.nivaer.get(sprak, start)
        data |= {f"{sprak}_muntlig": muntlig, f"{sprak}_skriftlig": skriftlig}
    return data


def _habilitet(s: svar.HabilitetInput, register: Kommuneregister) -> dict[str, Any]:
    rader = [
        {"kommune": register.text(r.kommune_id), "grunn": r.grunn, "forklaring": r.forklaring}
        for r in s.tilknytninger
    ]
    return {**vars(s), "rader": rader}


def _referanser(s: svar.ReferanserInput, _register: Kommuneregister) -> dict[str, Any]:
    return {"rader": [dict(vars(r)) for r in s.referanser]}


_TO_DATA: dict[type, Callable[[Any, Kommuneregister], dict[str, Any]]] = {
    svar.PersonInput: _person,
    svar.ArbeidInput: _arbeid,
    svar.SprakInput: _sprak,
    svar.HabilitetInput: _habilitet,
    svar.ReferanserInput: _referanser,
}


def _offer(form: SeksjonForm, grunnlag: Grunnlag) -> None:
    if isinstance(form, EngasjementForm):
        former = {e.form: FORM_TEKST[e.form] for e in grunnlag.utlysning.engasjementer}
        form["form"].choices = _labels(former)
    if isinstance(form, StedForm):
        offered = choices((f.fylkesnummer, f.navn) for f in grunnlag.fylker)
        form.onskede_fylker.choices = form.uaktuelle_fylker.choices = offered

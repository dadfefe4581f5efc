"""The forms of the sections that are saved as a whole."""

from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.validators import Email, InputRequired, NumberRange, Optional

from rekruttering.felles.clock import OSLO
from rekruttering.felles.forms import BaseForm, choices
from rekruttering.utlysning.forms import (
    MAX_TEKST,
    Heltall,
    SeksjonForm,
    area_field,
    both,
    day_field,
    frist_dato_field,
    klokkeslett_field,
    line_field,
    max_length,
    slug_field,
    split,
    to_frist,
)
from rekruttering.utlysning.rules import (
    ENHETER,
    HISTORIKK_TEKST,
    MAX_KOMMUNER_PER_PAR,
    MAX_VEKT,
    ORDNING_TEKST,
    REGEL_TEKST,
    VEKT_TEKST,
    Historikk,
    Ordning,
    Sammensetningsregel,
)
from rekruttering.utlysning.rules.definisjon import (
    Engasjementsvilkar,
    Frister,
    Grunnopplysninger,
    Kontakt,
    Samling,
    Samlinger,
    Sammensetning,
    Tospraklig,
    Vilkar,
)


class GrunnForm(SeksjonForm):
    """Name and address."""

    slug = slug_field()
    ordning = RadioField(_("Ordning"), [InputRequired(_("Velg en ordning."))])
    tittel_nb = line_field(_("Tittel på bokmål"))
    tittel_nn = line_field(_("Tittel på nynorsk"))
    ingress_nb = area_field(_("Ingress på bokmål"))
    ingress_nn = area_field(_("Ingress på nynorsk"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ordning.choices = choices((o, gettext(t)) for o, t in ORDNING_TEKST.items())

    @staticmethod
    def to_data(verdier: Grunnopplysninger) -> dict[str, Any]:
        """Return the fields' values."""
        tekster = {**split("tittel", verdier.tittel), **split("ingress", verdier.ingress)}
        return {"slug": verdier.slug, "ordning": str(verdier.ordning), **tekster}

    def to_input(self) -> Grunnopplysninger:
        """Return the validated values as the type the service takes."""
        return Grunnopplysninger(
            str(self.slug.data),
            Ordning(self.ordning.data),
            both(self, "tittel"),
            both(self, "ingress"),
        )


class TekstForm(SeksjonForm):
    """The text of the page, Markdown."""

    tekst_nb = area_field(_("Tekst på bokmål"), MAX_TEKST)
    tekst_nn = area_field(_("Tekst på nynorsk"), MAX_TEKST)

    @staticmethod
    def to_data(verdier: Tospraklig) -> dict[str, Any]:
        """Return the fields' values."""
        return split("tekst", verdier)

    def to_input(self) -> Tospraklig:
        """Return the validated values as the type the service takes."""
        return both(self, "tekst")


class FristerForm(SeksjonForm):
    """The deadline and the dates that follow it."""

    DATOER: ClassVar = (
        *("intervju_fra_dato", "intervju_til_dato", "tilbud_innen_dato"),
        *("periode_fra_dato", "periode_til_dato"),
    )

    frist_dato = frist_dato_field()
    klokkeslett = klokkeslett_field()
    intervju_fra_dato = day_field(_("Første dag med intervju"))
    intervju_til_dato = day_field(_("Siste dag med intervju"))
    intervjusted_nb = line_field(_("Sted for intervju på bokmål"))
    intervjusted_nn = line_field(_("Sted for intervju på nynorsk"))
    tilbud_innen_dato = day_field(_("Tilbud blir sendt innen"))
    periode_fra_dato = day_field(_("Første dag i perioden"))
    periode_til_dato = day_field(_("Siste dag i perioden"))

    @classmethod
    def to_data(cls, verdier: Frister) -> dict[str, Any]:
        """Return the fields' values."""
        at = verdier.frist_at.astimezone(OSLO)
        return {
            "frist_dato": at.date(),
            "klokkeslett": at.strftime("%H:%M:%S"),
            **{name: getattr(verdier, name) for name in cls.DATOER},
            **split("intervjusted", verdier.intervjusted),
        }

    def to_input(self) -> Frister:
        """Return the validated values as the type the service takes."""
        return Frister(
            frist_at=to_frist(self),
            intervjusted=both(self, "intervjusted"),
            **{name: self[name].data for name in self.DATOER},
        )


class VilkarForm(BaseForm):
    """One engagement form."""

    tilbys = BooleanField(_("Utlysningen tilbyr denne formen"))
    minst = Heltall(_("Minst"))
    mest = Heltall(_("Mest"))
    unntak = BooleanField(_("Bare i særlige tilfeller"))
    tekst_nb = area_field(_("Beskrivelse på bokmål"))
    tekst_nn = area_field(_("Beskrivelse på nynorsk"))


class EngasjementForm(SeksjonForm):
    """The engagement forms and their bands."""

    arsverk_timer = Heltall(
        _("Timer i et årsverk"),
        [
            InputRequired(_("Skriv hvor mange timer et årsverk er.")),
            NumberRange(1, 3000, _("Skriv et tall fra 1 til 3000.")),
        ],
        description=_("Gjør prosent om til timer. Med 1680 timer er 15 prosent 252 timer."),
    )
    frikjop = FormField(VilkarForm, _("Frikjøp"))
    konsulent = FormField(VilkarForm, _("Konsulent"))

    @staticmethod
    def to_data(verdier: Engasjementsvilkar) -> dict[str, Any]:
        """Return the fields' values."""
        former = {
            str(vilkar.form): {
                "tilbys": True,
                "minst": vilkar.minst,
                "mest": vilkar.mest,
                "unntak": vilkar.unntak,
                **split("tekst", vilkar.tekst),
            }
            for vilkar in verdier.former
        }
        return {"arsverk_timer": verdier.arsverk_timer, **former}

    def to_input(self) -> Engasjementsvilkar:
        """Return the validated values as the type the service takes."""
        former = (
            Vilkar(
                form,
                enhet,
                part["minst"].data,
                part["mest"].data,
                bool(part["unntak"].data),
                both(part, "tekst"),
            )
            for form, enhet in ENHETER.items()
            if (part := self[form].form)["tilbys"].data
        )
        return Engasjementsvilkar(int(self.arsverk_timer.data or 0), tuple(former))


class SamlingForm(BaseForm):
    """One gathering; a row with nothing in it is no gathering."""

    tittel_nb = line_field(_("Tittel på bokmål"))
    tittel_nn = line_field(_("Tittel på nynorsk"))
    fra_dato = day_field(_("Første dag"))
    til_dato = day_field(_("Siste dag"))
    sted = line_field(_("Sted"))
    fjern = BooleanField(_("Fjern denne samlingen"))

    @property
    def is_gathering(self) -> bool:
        """Whether the row holds anything and is not to be removed."""
        fields = (self.tittel_nb, self.tittel_nn, self.fra_dato, self.til_dato, self.sted)
        filled = any(field.data for field in fields)
        typed = any(any(field.parts) for field in (self.fra_dato, self.til_dato))
        return (filled or typed) and not self.fjern.data

    def validate(self, extra_validators: Any = None) -> bool:
        """Check that a gathering has both days."""
        if not self.is_gathering:
            return True
        valid = bool(super().validate(extra_validators))
        for field, message in (
            (self.fra_dato, gettext("Skriv den første dagen.")),
            (self.til_dato, gettext("Skriv den siste dagen.")),
        ):
            if field.data is None and not field.errors:
                field.errors = [message]
                valid = False
        return valid


class SamlingerForm(SeksjonForm):
    """The gatherings, and one empty row for another."""

    samlinger = FieldList(FormField(SamlingForm, _("Samling")), _("Samlinger"), max_entries=20)

    def add_empty(self) -> None:
        """Add the row for another gathering, unless the last one is empty."""
        entries = self.samlinger.entries
        if not entries or entries[-1].form.is_gathering:
            self.samlinger.append_entry()

    @staticmethod
    def to_data(verdier: Samlinger) -> dict[str, Any]:
        """Return the fields' values."""
        rows = (
            {
                **split("tittel", samling.tittel),
                "fra_dato": samling.fra_dato,
                "til_dato": samling.til_dato,
                "sted": samling.sted,
            }
            for samling in verdier.liste
        )
        return {"samlinger": list(rows)}

    def to_input(self) -> Samlinger:
        """Return the validated values, by date."""
        samlinger = (
            Samling(
                both(part, "tittel"), part.fra_dato.data, part.til_dato.data, part.sted.data or ""
            )
            for part in (entry.form for entry in self.samlinger)
            if part.is_gathering
        )
        return Samlinger(tuple(sorted(samlinger, key=lambda samling: samling.fra_dato)))


class SammensetningForm(SeksjonForm):
    """How pairs are formed; a field `vekt_<name>` for each weight is added below."""

    regel = SelectField(_("Regel"))
    tekst_nb = area_field(_("Tekst til søkerne på bokmål"))
    tekst_nn = area_field(_("Tekst til søkerne på nynorsk"))
    maks_kommuner_per_par = Heltall(
        _("Flest kommuner for ett par"),
        [
            InputRequired(_("Skriv et tall.")),
            NumberRange(1, MAX_KOMMUNER_PER_PAR, _("Skriv et tall fra %(min)s til %(max)s.")),
        ],
    )

    historikk = SelectField(
        _("Hva tidligere runder skal bety for hvem som blir par"),
        description=_("Det søkerne selv ønsker, går alltid foran."),
        default=str(Historikk.UTEN_BETYDNING),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.regel.choices = choices((r, gettext(t)) for r, t in REGEL_TEKST.items())
        self.historikk.choices = choices((h, gettext(t)) for h, t in HISTORIKK_TEKST.items())

    @property
    def vekter(self) -> list[Any]:
        """The fields of the weights, in the order of `VEKT_TEKST`."""
        return [self[f"vekt_{navn}"] for navn in VEKT_TEKST]

    @staticmethod
    def to_data(verdier: Sammensetning) -> dict[str, Any]:
        """Return the fields' values."""
        return {
            "regel": str(verdier.regel),
            **split("tekst", verdier.tekst),
            "maks_kommuner_per_par": verdier.maks_kommuner_per_par,
            "historikk": str(verdier.historikk),
            **{f"vekt_{navn}": vekt for navn, vekt in verdier.vekter},
        }

    def to_input(self) -> Sammensetning:
        """Return the validated values as the type the service takes."""
        return Sammensetning(
            Sammensetningsregel(self.regel.data),
            both(self, "tekst"),
            int(self.maks_kommuner_per_par.data or 0),
            tuple((navn, int(self[f"vekt_{navn}"].data)) for navn in VEKT_TEKST),
            Historikk(self.historikk.data),
        )


for _navn, _tekst in VEKT_TEKST.items():
    _vekt = Heltall(
        _(_tekst),
        [
            InputRequired(_("Skriv et tall.")),
            NumberRange(0, MAX_VEKT, _("Skriv et tall fra %(min)s til %(max)s.")),
        ],
    )
    setattr(SammensetningForm, f"vekt_{_navn}", _vekt)


class KontaktForm(SeksjonForm):
    """Whom an applicant asks."""

    navn = line_field(_("Navn"))
    epost = StringField(
        _("E-postadresse"),
        [Optional(), Email(_("Skriv en hel e-postadresse, for eksempel navn@udir.no."))],
    )
    telefon = StringField(_("Telefon"), [max_length(30)])

    @staticmethod
    def to_data(verdier: Kontakt) -> dict[str, Any]:
        """Return the fields' values."""
        return {"navn": verdier.navn, "epost": verdier.epost, "telefon": verdier.telefon}

    def to_input(self) -> Kontakt:
        """Return the validated values as the type the service takes."""
        return Kontakt(self.navn.data or "", self.epost.data or "", self.telefon.data or "")

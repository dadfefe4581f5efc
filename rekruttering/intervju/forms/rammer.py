"""Forms of a round's rules, its rooms, and its timetable."""

import re
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from rekruttering.felles import clock
from rekruttering.felles.forms import BaseForm, CheckboxGroupField, DateField, choices
from rekruttering.intervju.forms import KLOKKE, to_minutt
from rekruttering.intervju.models import Intervjuramme, Rom
from rekruttering.intervju.rules import FORM_TEKST, Intervjuform
from rekruttering.intervju.rules.ramme import Ramme, to_klokke
from rekruttering.intervju.rules.timeplan import MAKS_SEKUNDER, STANDARD_SEKUNDER
from rekruttering.intervju.service import RammeInput, RomInput

# «Oslo – Tromsø: 240», with a hyphen or a dash.
_REISE = re.compile(r"^\s*(.+?)\s*[-–]\s*(.+?)\s*:\s*(\d{1,4})\s*$")


def _klokke(label: Any, standard: int) -> StringField:
    return StringField(
        label,
        [
            DataRequired(_("Skriv et klokkeslett.")),
            Regexp(KLOKKE, message=_("Skriv tiden slik: 10:30.")),
        ],
        default=to_klokke(standard),
    )


def _tall(label: Any, minst: int, mest: int, standard: int) -> IntegerField:
    tekst = _("Skriv et tall fra %(minst)s til %(mest)s.", minst=minst, mest=mest)
    return IntegerField(
        label, [InputRequired(tekst), NumberRange(minst, mest, tekst)], default=standard
    )


class RammeForm(BaseForm):
    """How interviews are held in a round."""

    versjon = HiddenField()
    dag_fra = _klokke(_("Dagen begynner"), Ramme.dag_fra_min)
    dag_til = _klokke(_("Dagen slutter"), Ramme.dag_til_min)
    intervju_min = _tall(_("Et intervju varer, med vurderingen"), 15, 240, Ramme.intervju_min)
    pause_min = _tall(_("Pause mellom intervjuene"), 0, 120, Ramme.pause_min)
    maks_per_dag = _tall(_("Høyst så mange intervjuer på en dag"), 1, 12, Ramme.maks_per_dag)
    panelstorrelse = _tall(_("Medlemmer i hvert intervju"), 2, 6, Ramme.panelstorrelse)
    lunsj_fra = _klokke(_("Lunsj tidligst"), Ramme.lunsj_fra_min)
    lunsj_til = _klokke(_("Lunsj senest"), Ramme.lunsj_til_min)
    lunsj_min = _tall(_("Lunsjen varer"), 0, 120, Ramme.lunsj_min)
    tolker = _tall(_("Tolker som kan være opptatt samtidig"), 1, 20, Ramme.tolker)
    svarfrist = DateField(
        _("Søkerne svarer innen"),
        [Optional()],
        description=_("Etter fristen regnes de som ikke har svart, som ledige hele perioden."),
    )
    reise = TextAreaField(
        _("Reisetid mellom steder"),
        [Optional(), Length(max=2000, message=_("Skriv høyst 2000 tegn."))],
        description=_("En linje for hvert par, med minutter. For eksempel: Oslo – Tromsø: 240"),
    )

    def validate_reise(self, field: TextAreaField) -> None:
        """Refuse a line that is not two places and a number of minutes."""
        for line in (field.data or "").splitlines():
            if line.strip() and not _REISE.match(line):
                raise ValidationError(
                    gettext(
                        "Skriv slik: Oslo – Tromsø: 240. Vi forstår ikke «%(linje)s».", linje=line
                    )
                )

    def to_input(self) -> RammeInput:
        """Return the rules as the service takes them."""
        frist = self.svarfrist.data
        return RammeInput(
            Ramme(
                dag_fra_min=to_minutt(self.dag_fra.data or ""),
                dag_til_min=to_minutt(self.dag_til.data or ""),
                intervju_min=self.intervju_min.data or 0,
                pause_min=self.pause_min.data or 0,
                maks_per_dag=self.maks_per_dag.data or 0,
                panelstorrelse=self.panelstorrelse.data or 0,
                lunsj_fra_min=to_minutt(self.lunsj_fra.data or ""),
                lunsj_til_min=to_minutt(self.lunsj_til.data or ""),
                lunsj_min=self.lunsj_min.data or 0,
                tolker=self.tolker.data or 1,
            ),
            tuple(
                (match[1], match[2], int(match[3]))
                for line in (self.reise.data or "").splitlines()
                if (match := _REISE.match(line))
            ),
            clock.end_of(frist) if frist else None,
        )


def ramme_data(rad: Intervjuramme | None) -> dict[str, Any]:
    """Return the stored rules as the form shows them."""
    ramme = rad.ramme if rad else Ramme()
    frist = rad.svarfrist_at if rad else None
    return {
        "versjon": str(rad.versjon if rad else 0),
        "dag_fra": to_klokke(ramme.dag_fra_min),
        "dag_til": to_klokke(ramme.dag_til_min),
        "intervju_min": ramme.intervju_min,
        "pause_min": ramme.pause_min,
        "maks_per_dag": ramme.maks_per_dag,
        "panelstorrelse": ramme.panelstorrelse,
        "lunsj_fra": to_klokke(ramme.lunsj_fra_min),
        "lunsj_til": to_klokke(ramme.lunsj_til_min),
        "lunsj_min": ramme.lunsj_min,
        "tolker": ramme.tolker,
        "svarfrist": frist.astimezone(clock.OSLO).date() if frist else None,
        "reise": "\n".join(f"{a} – {b}: {n}" for a, b, n in rad.reise) if rad else "",
    }


class RomForm(BaseForm):
    """A room or a video link."""

    versjon = HiddenField()
    navn = StringField(
        _("Navn"),
        [DataRequired(_("Gi rommet et navn.")), Length(max=80, message=_("Navnet er for langt."))],
        description=_("For eksempel: Møterom 4 eller Video A."),
    )
    form = RadioField(
        _("Slag"),
        [InputRequired(_("Velg om det er et rom eller en videolenke."))],
        choices=choices((form, _(tekst)) for form, tekst in FORM_TEKST.items()),
        default=Intervjuform.VIDEO,
    )
    sted = StringField(
        _("By eller sted"),
        [Optional(), Length(max=80, message=_("For langt."))],
        description=_("Bare for oppmøte. Reisetid regnes mellom stedene."),
    )
    adresse = StringField(
        _("Lenke eller adresse"),
        [DataRequired(_("Skriv lenken eller adressen.")), Length(max=500, message=_("For langt."))],
        description=_("Det søkeren og panelet får vite."),
    )
    kapasitet = _tall(_("Intervjuer samtidig"), 1, 100, 1)
    trinnfri = BooleanField(_("Rommet er trinnfritt"))
    apner = _klokke(_("Åpner"), Ramme.dag_fra_min)
    stenger = _klokke(_("Stenger"), Ramme.dag_til_min)
    fra_dato = DateField(_("Fra og med"), [Optional()])
    til_dato = DateField(_("Til og med"), [Optional()])
    i_bruk = BooleanField(_("Kan brukes i timeplanen"), default=True)

    def to_input(self) -> RomInput:
        """Return the room as the service takes it."""
        form = Intervjuform(self.form.data)
        return RomInput(
            self.navn.data or "",
            form,
            (self.sted.data or "") if form is Intervjuform.STED else "",
            self.adresse.data or "",
            self.kapasitet.data or 1,
            bool(self.trinnfri.data),
            to_minutt(self.apner.data or ""),
            to_minutt(self.stenger.data or ""),
            self.fra_dato.data,
            self.til_dato.data,
            bool(self.i_bruk.data),
        )


def rom_data(rom: Rom | None) -> dict[str, Any]:
    """Return a stored room as the form shows it."""
    if rom is None:
        return {"versjon": "0"}
    names = ("navn", "form", "sted", "adresse", "kapasitet", "trinnfri", "fra_dato", "til_dato")
    data = {name: getattr(rom, name) for name in names}
    return {
        **data,
        "i_bruk": rom.i_bruk,
        "apner": to_klokke(rom.apner_min),
        "stenger": to_klokke(rom.stenger_min),
        "versjon": str(rom.versjon),
    }


class StartForm(BaseForm):
    """How long a timetable may be computed."""

    sekunder = _tall(_("Regn i høyst"), 1, MAKS_SEKUNDER, STANDARD_SEKUNDER)


class FlyttForm(BaseForm):
    """Where a coordinator wants one interview."""

    versjon = HiddenField()
    dato = DateField(_("Dato"), [InputRequired(_("Skriv datoen for intervjuet."))])
    klokkeslett = StringField(
        _("Klokkeslett"),
        [
            DataRequired(_("Skriv når intervjuet begynner.")),
            Regexp(KLOKKE, message=_("Skriv tiden slik: 10:30.")),
        ],
    )
    rom = SelectField(_("Rom eller lenke"), coerce=int)
    medlemmer = CheckboxGroupField(
        _("Hvem intervjuer?"), [InputRequired(_("Velg hvem som intervjuer."))], coerce=int
    )
    leder = SelectField(_("Leder"), coerce=int)
    bekreftet = BooleanField(
        _("Søkeren har sagt ja til tiden"),
        description=_("Da kan tiden være utenom det søkeren svarte, og intervjuet blir fastsatt."),
    )


class FravarForm(BaseForm):
    """A member who is away."""

    medlem = SelectField(_("Hvem er borte?"), coerce=int)
    fra = DateField(_("Første dag"), [InputRequired(_("Skriv den første dagen."))])
    til = DateField(_("Siste dag"), [InputRequired(_("Skriv den siste dagen."))])

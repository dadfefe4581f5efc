"""Fields of the application, the lists in it, and the common base of its pages.

Beside it: `seksjoner` are the applicant's pages, `koordinator` the staff's.

Fields here never refuse an empty answer: what is missing is decided by `rules.mangler`. They only
refuse what cannot be stored as an answer at all.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field, Form, IntegerField, RadioField, SelectField, StringField

from rekruttering.felles.errors import N_, Hinder
from rekruttering.felles.filters import hinder_tekst
from rekruttering.felles.forms import BaseForm, CheckboxGroupField
from rekruttering.kommune.models import Kommune
from rekruttering.kommune.rules import normal_navn
from rekruttering.soknad.rules.svar import Skrevet, Svar

# Never part of what is kept as typed: they belong to the request, not to the answers.
STYREFELT = frozenset({"csrf_token", "versjon", "handling"})
_NUMMER = re.compile(r"(?<!\d)(\d{4})(?!\d)")
# The column is a 32-bit integer on PostgreSQL; no answer is near it.
_LARGEST = 1_000_000


class Kommuneregister:
    """The municipalities that can be chosen, found by number or by any of their names."""

    def __init__(self, kommuner: Iterable[Kommune]) -> None:
        # Plain values: a commit makes the session forget what its objects hold, all at once.
        self._texts: dict[int, str] = {}
        self._by_nummer: dict[str, int] = {}
        self._by_navn: dict[str, list[int]] = {}
        for kommune in kommuner:
            self._texts[kommune.id] = kommune_tekst(kommune)
            self._by_nummer[kommune.kommunenummer] = kommune.id
            for navn in {normal_navn(navn) for navn in _navn(kommune)}:
                self._by_navn.setdefault(navn, []).append(kommune.id)

    def options(self) -> list[str]:
        """Return what can be chosen, in the register's order."""
        return list(self._texts.values())

    def text(self, id: int | None) -> str:
        """Return the municipality as it is written in the field; empty for None."""
        return "" if id is None else self._texts.get(id, "")

    def find(self, text: str) -> int | Hinder:
        """Return the id of the municipality that the text names, or why it names none."""
        number = _NUMMER.search(text)
        if number is None:
            found = self._by_navn.get(normal_navn(text), [])
        else:
            found = [self._by_nummer[number[1]]] if number[1] in self._by_nummer else []
        if len(found) == 1:
            return found[0]
        if found:
            tekst = N_("Flere kommuner heter «%(tekst)s». Velg en av disse: %(valg)s.")
            valg = ", ".join(self._texts[id] for id in found)
            return Hinder("", tekst, {"tekst": text, "valg": valg})
        tekst = N_("Vi finner ingen kommune som heter «%(tekst)s». Velg en fra listen.")
        return Hinder("", tekst, {"tekst": text})


def kommune_tekst(kommune: Kommune) -> str:
    """Return «Oslo (0301)»: the number tells apart those that share a name."""
    return f"{kommune.navn} ({kommune.kommunenummer})"


def _navn(kommune: Kommune) -> Iterator[str]:
    alle = (
        kommune.navn,
        kommune.navn_norsk,
        kommune.navn_nordsamisk,
        kommune.navn_lulesamisk,
        kommune.navn_sorsamisk,
        kommune.navn_kvensk,
    )
    return (navn for navn in alle if navn)


class KommuneField(StringField):
    """A municipality, typed with the browser's suggestions; `kommune_id` is what it means."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"list": "kommuner", "autocomplete": "off"})
        super().__init__(*args, **kwargs)
        self.register = Kommuneregister([])
        self.kommune_id: int | None = None
        self.hinder: Hinder | None = None

    def post_validate(self, form: Form, validation_stopped: bool) -> None:  # noqa: ARG002
        """Look the text up."""
        found = self.register.find(self.data) if self.data else None
        self.kommune_id = found if isinstance(found, int) else None
        self.hinder = found if isinstance(found, Hinder) else None


class TallField(IntegerField):
    """A whole number; spaces between groups of digits are let through."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hinder: Hinder | None = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number, or keep the text and say what is wrong with it."""
        self.data = None
        text = "".join(valuelist[0].split()) if valuelist else ""
        if not text:
            return
        if text.isdecimal() and int(text) <= _LARGEST:
            self.data = int(text)
            return
        tekst = N_("Skriv et helt tall med sifre, for eksempel 12. Her står det «%(tekst)s».")
        self.hinder = Hinder("", tekst, {"tekst": valuelist[0].strip()[:60]})


class ValgField(RadioField):
    """One of several as radio buttons, or none; a value that was not offered is none."""

    def pre_validate(self, form: Form) -> None:  # noqa: ARG002
        """Drop what was not offered."""
        self.data = _offered(self)


class ListeField(SelectField):
    """One of several in a drop-down list, or none; a value that was not offered is none."""

    def pre_validate(self, form: Form) -> None:  # noqa: ARG002
        """Drop what was not offered."""
        self.data = _offered(self)


def _offered(field: Field) -> Any:
    return field.data if field.data in [choice.value for choice in field.choices] else None


class FlervalgField(CheckboxGroupField):
    """Any of several; a value that was not offered is dropped."""

    def pre_validate(self, form: Form) -> None:  # noqa: ARG002
        """Drop what was not offered."""
        self.data = _all_offered(self)


def _all_offered(field: Field) -> list[str]:
    offered = {choice.value for choice in field.choices or ()}
    return [value for value in field.data or () if value in offered]


def walk(form: Iterable[Field]) -> Iterator[Field]:
    """Return every field that takes input, those of the rows of a list too."""
    for field in form:
        if hasattr(field, "entries"):
            yield from walk(field.entries)
        elif hasattr(field, "form"):
            yield from walk(field.form)
        else:
            yield field


class SeksjonForm(BaseForm):
    """A page of the application."""

    def connect(self, register: Kommuneregister) -> None:
        """Tell the fields which municipalities there are."""
        for field in walk(self):
            if isinstance(field, KommuneField):
                field.register = register

    def to_input(self) -> Svar:
        """Return what can be stored as answers; call `validate` first."""
        raise NotImplementedError

    def keeps(self) -> bool:
        """Return whether something was typed that cannot be stored as an answer."""
        return any(getattr(field, "hinder", None) for field in walk(self))

    def list_feil(self, mangler: Sequence[Hinder]) -> list[Hinder]:
        """Return everything wrong with the page: what cannot be stored, then what is missing."""
        feil = [
            Hinder(field.name, field.hinder.tekst, field.hinder.verdier)
            for field in walk(self)
            if getattr(field, "hinder", None)
        ]
        named = {hinder.kode for hinder in feil}
        return [*feil, *(hinder for hinder in mangler if hinder.kode not in named)]

    def show(self, feil: Sequence[Hinder]) -> None:
        """Put each fault beside its field; what belongs to no field, on top."""
        fields = {field.name: field for field in walk(self)}
        for hinder in feil:
            field = fields.get(hinder.kode)
            if field is None:
                self.form_errors.append(hinder_tekst(hinder))
            else:
                field.errors = [*field.errors, hinder_tekst(hinder)]


def to_skrevet(formdata: MultiDict[str, Any], feil: Sequence[Hinder]) -> Skrevet:
    """Return the page as it was typed."""
    felter = {
        navn: [verdi for verdi in verdier if isinstance(verdi, str)]
        for navn, verdier in formdata.lists()
        if navn not in STYREFELT
    }
    return Skrevet(felter=felter, feil=tuple(feil))


def from_skrevet(skrevet: Skrevet) -> MultiDict[str, str]:
    """Return what a form reads to show the page as it was typed."""
    return MultiDict([(navn, verdi) for navn, v in skrevet.felter.items() for verdi in v])


def compact_rows(
    formdata: MultiDict[str, Any], prefix: str, names: Sequence[str], fjern: int | None = None
) -> MultiDict[str, Any]:
    """Return the form's data with the rows of a list numbered anew, without gaps.

    Rows in which nothing is written are left out, and so is row number `fjern`.
    """
    numbers = set()
    for key in formdata:
        match = re.fullmatch(rf"{prefix}-(\d{{1,4}})-(?:{'|'.join(names)})", key)
        if match:
            numbers.add(int(match[1]))
    keep = [
        number
        for number in sorted(numbers)
        if number != fjern
        and any(formdata.get(f"{prefix}-{number}-{n}", "").strip() for n in names)
    ]
    rest = [(k, v) for k, v in formdata.items(multi=True) if not k.startswith(f"{prefix}-")]
    rows = [
        (f"{prefix}-{new}-{name}", formdata.get(f"{prefix}-{old}-{name}", ""))
        for new, old in enumerate(keep)
        for name in names
    ]
    return MultiDict([*rest, *rows])


def to_enum(kind: Any, value: Any) -> Any:
    """Return a chosen value as its enum's member, or None when nothing is chosen."""
    return kind(value) if value else None

"""Forms: the one place for WTForms' quirks."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import flash, request
from flask_babel import gettext
from werkzeug.datastructures import CombinedMultiDict, FileStorage
from wtforms import (
    Field,
    FileField,
    Form,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from rekruttering.felles import skjemautkast

_TEXT_FIELDS = (StringField, TextAreaField)


def strip(value: str | None) -> str | None:
    """Return the text without surrounding space and with one kind of line end."""
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def only_file(value: object) -> FileStorage | None:
    """Return an uploaded file; text that was posted in its place is none."""
    return value if isinstance(value, FileStorage) else None


def choices(labels: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Return WTForms choices from (value, label) pairs."""
    return [SelectChoice(value=value, label=label) for value, label in labels]


class BaseForm(Form):
    """Base of every form; CSRF is checked for the whole application in `felles.web`."""

    class Meta:
        """Strings are trimmed before they are checked; WTForms' own sentences are Norwegian."""

        locales = ("nb",)

        def bind_field(self, form: Form, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Return the bound field with `strip` as its first filter."""
            if issubclass(unbound_field.field_class, _TEXT_FIELDS):
                filters = [strip, *unbound_field.kwargs.get("filters", ())]
                return unbound_field.bind(form=form, **{**options, "filters": filters})
            if issubclass(unbound_field.field_class, FileField):
                return unbound_field.bind(form=form, **{**options, "filters": [only_file]})
            return unbound_field.bind(form=form, **options)

    @property
    def has_errors(self) -> bool:
        """Whether any field has an error to show."""
        return bool(self.errors)


class CheckboxGroupField(SelectMultipleField):
    """Several choices as checkboxes, without JavaScript."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class DateField(Field):
    """A date as three text fields (day, month, year); native date inputs speak another language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts: tuple[str, str, str] = ("", "", "")

    def process_data(self, value: date | None) -> None:
        """Show a stored date."""
        self.data = value
        self.parts = (str(value.day), str(value.month), str(value.year)) if value else ("", "", "")

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Read the three parts, keeping what was typed when they are not a date."""
        super().process(None, data, extra_filters)
        names = [f"{self.name}-{part}" for part in ("dag", "maned", "year")]
        if not formdata or not any(name in formdata for name in names):
            return
        day, month, year = (formdata.get(name, "").strip() for name in names)
        self.parts = (day, month, year)
        self.raw_data = ["".join(self.parts)]
        self.data = None
        if any(self.parts):
            try:
                self.data = date(int(year), int(month), int(day))
            except (ValueError, OverflowError):
                self.process_errors = [gettext("Skriv en dato som finnes, for eksempel 15 3 2020.")]


class MaxBytes:
    """Refuses an upload larger than `limit` bytes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, _form: Form, field: Field) -> None:
        """Raise when the uploaded file is too large."""
        if field.data and len(field.data.read(self.limit + 1)) > self.limit:
            megabytes = self.limit // 1_000_000
            raise ValidationError(
                gettext("Filen er for stor. Den kan være %(mb)s MB.", mb=megabytes)
            )
        if field.data:
            field.data.seek(0)


def posted() -> Any:
    """Return what a form should read: the POST with its files, or what an ended session kept."""
    if request.method == "POST":
        return CombinedMultiDict([request.files, request.form])
    kept = skjemautkast.take()
    if kept is not None:
        flash(gettext("Du ble logget ut mens du skrev. Vi tok vare på teksten din."), "info")
    return kept

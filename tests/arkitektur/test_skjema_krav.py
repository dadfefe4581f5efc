"""A required text is one with words in it."""

from collections.abc import Iterator
from typing import Any

from flask import Flask
from wtforms import StringField
from wtforms.fields.core import UnboundField
from wtforms.validators import InputRequired

from rekruttering.felles.forms import BaseForm


def list_forms(base: type[BaseForm] = BaseForm) -> Iterator[type[BaseForm]]:
    """Return every form of the application, also the rows that are forms inside forms."""
    for form in base.__subclasses__():
        yield form
        yield from list_forms(form)


def list_fields(form: type[BaseForm]) -> Iterator[tuple[str, Any]]:
    """Return the fields as they are declared; a list of fields gives the field it repeats."""
    for name in dir(form):
        field = getattr(form, name)
        while isinstance(field, UnboundField):
            yield f"{form.__module__}.{form.__qualname__}.{name}", field
            field = field.args[0] if field.args else None


def list_validators(field: Any) -> list[Any]:
    found = field.kwargs.get("validators") or (field.args[1] if len(field.args) > 1 else ())
    return list(found) if isinstance(found, list | tuple) else []


def test_a_text_of_spaces_is_no_answer_where_one_is_required(app: Flask) -> None:
    fields = [each for form in list_forms() for each in list_fields(form)]
    texts = [(name, field) for name, field in fields if issubclass(field.field_class, StringField)]
    assert len(texts) > 50
    # Space is taken away after InputRequired has looked at what was typed.
    wrong = [
        name
        for name, field in texts
        if any(isinstance(each, InputRequired) for each in list_validators(field))
    ]
    assert wrong == [], "use DataRequired"

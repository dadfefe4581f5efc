"""Saving while somebody types: the form's own fields in, a few facts for the script out."""

from collections.abc import Callable
from datetime import datetime

from flask import jsonify
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rekruttering.felles import clock
from rekruttering.felles.db import transaction
from rekruttering.felles.errors import HindretError, KonfliktError
from rekruttering.felles.filters import hinder_tekst
from rekruttering.felles.forms import BaseForm
from rekruttering.vurdering.forms import list_feil


def save_as_typed(form: BaseForm, save: Callable[[int, datetime], int]) -> ResponseReturnValue:
    """Call `save` with the version that was read and the time; answer with the new version.

    200 {versjon, tid}, 409 when it was saved elsewhere since, 422 {feil} when it cannot be saved.
    """
    read = str(form["versjon"].data or "")
    if not form.validate() or not read.isdigit():
        return jsonify(feil=list_feil(form) or [_("Last siden på nytt.")]), 422
    now = clock.now()
    try:
        with transaction():
            versjon = save(int(read), now)
    except KonfliktError:
        return jsonify(feil=[]), 409
    except HindretError as error:
        return jsonify(feil=[hinder_tekst(hinder) for hinder in error.hindre]), 422
    return jsonify(versjon=str(versjon), tid=f"{clock.real_now().astimezone(clock.OSLO):%H:%M:%S}")

"""Forms of the administrator's page on municipalities."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectField, StringField

from rekruttering.felles.forms import BaseForm, DateField, MaxBytes

MAX_BYTES = 5_000_000


class SokForm(BaseForm):
    """Filter of the list."""

    sok = StringField(_("Navn eller nummer"))
    fylke = SelectField(_("Fylke"), validate_choice=False)
    dag = DateField(_("Gjelder den"))


class OpplastingForm(BaseForm):
    """A newer list."""

    fil = FileField(
        _("Fil"),
        [FileRequired(_("Velg en fil.")), MaxBytes(MAX_BYTES)],
        description=_("Regneark (.xlsx) eller CSV i UTF-8. Høyst 5 MB."),
    )


class BekreftForm(BaseForm):
    """The mark of the changes that the person saw."""

    merke = HiddenField()

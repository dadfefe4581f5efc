"""Forms of log-in."""

from flask_babel import lazy_gettext as _
from wtforms import PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, Email, Length, Regexp

from rekruttering.felles.forms import BaseForm, choices
from rekruttering.tilgang.rules import ROLLE_TEKST

_EPOST = [
    DataRequired(_("Skriv e-postadressen din.")),
    Email(_("Skriv en hel e-postadresse, for eksempel navn@kommune.no.")),
    Length(max=254),
]
_AUTOCOMPLETE = {"autocomplete": "one-time-code", "inputmode": "numeric"}


class EpostForm(BaseForm):
    """Where to send a one-time code."""

    epost = StringField(_("E-postadresse"), _EPOST, render_kw={"autocomplete": "email"})


class KodeForm(BaseForm):
    """The code from the mail."""

    kode = StringField(
        _("Engangskode"),
        [
            DataRequired(_("Skriv koden fra e-posten.")),
            Regexp(r"^[0-9]{3} ?[0-9]{3}$", message=_("Koden har seks sifre.")),
        ],
        description=_("Seks sifre. Koden gjelder i ti minutter."),
        render_kw=_AUTOCOMPLETE,
    )


class AnsattForm(BaseForm):
    """Password and authenticator code of staff."""

    epost = StringField(_("E-postadresse"), _EPOST, render_kw={"autocomplete": "username"})
    passord = PasswordField(
        _("Passord"),
        [DataRequired(_("Skriv passordet ditt.")), Length(max=200)],
        render_kw={"autocomplete": "current-password"},
    )
    totp = StringField(
        _("Kode fra autentiseringsappen"),
        [
            DataRequired(_("Skriv koden fra appen.")),
            Regexp(r"^[0-9]{3} ?[0-9]{3}$", message=_("Koden har seks sifre.")),
        ],
        render_kw=_AUTOCOMPLETE,
    )


class BrukerForm(BaseForm):
    """A new user."""

    epost = StringField(_("E-postadresse"), _EPOST)
    navn = StringField(_("Navn"), [DataRequired(_("Skriv navnet.")), Length(max=200)])


class RolleForm(BaseForm):
    """A role to give, in an area where the role has one."""

    rolle = SelectField(
        _("Rolle"), choices=choices((rolle, _(tekst)) for rolle, tekst in ROLLE_TEKST.items())
    )
    omrade = StringField(
        _("Embete eller kommunenummer"),
        [Length(max=60)],
        description=_("Bare for statsforvaltere og kommunekontakter."),
    )


class SokForm(BaseForm):
    """A search among users."""

    sok = StringField(_("Navn eller e-post"))

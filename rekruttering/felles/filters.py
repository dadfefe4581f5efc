"""Jinja filters and globals: dates, numbers and reasons in the reader's language."""

from datetime import date, datetime
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import get_locale, gettext
from markdown_it import MarkdownIt
from markupsafe import Markup
from nh3 import clean

from rekruttering.felles.clock import OSLO
from rekruttering.felles.errors import Hinder

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_TAGS = {
    *("h2", "h3", "h4", "p", "ul", "ol", "li", "strong", "em", "a", "blockquote", "br", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td", "code"),
}


def dato(value: date | datetime | None) -> str:
    """Return «15. mars 2020»; empty for None."""
    if value is None:
        return ""
    day = value.astimezone(OSLO).date() if isinstance(value, datetime) else value
    return format_date(day, "d. MMMM y", locale=_locale())


def kort_dato(value: date | datetime | None) -> str:
    """Return «15.3.2020»; empty for None."""
    if value is None:
        return ""
    day = value.astimezone(OSLO).date() if isinstance(value, datetime) else value
    return format_date(day, "d.M.y", locale=_locale())


def tidspunkt(value: datetime | None) -> str:
    """Return «søndag 15. mars 2020 kl. 23:59:59»; seconds only when they are not zero."""
    if value is None:
        return ""
    seconds = ":ss" if value.second else ""
    return format_datetime(value, f"EEEE d. MMMM y 'kl.' HH:mm{seconds}", OSLO, locale=_locale())


def ukedag(value: date | datetime | None) -> str:
    """Return «man. 23. mars»; empty for None."""
    if value is None:
        return ""
    day = value.astimezone(OSLO).date() if isinstance(value, datetime) else value
    return format_date(day, "EEE d. MMMM", locale=_locale())


def klokke(value: datetime | None) -> str:
    """Return «09:30», Oslo's time; empty for None."""
    return "" if value is None else f"{value.astimezone(OSLO):%H:%M}"


def oslodag(value: datetime) -> str:
    """Return the date in Oslo as addresses carry it, such as 2020-03-23."""
    return value.astimezone(OSLO).date().isoformat()


def tall(value: float | None, decimals: int = 0) -> str:
    """Return a number with Norwegian grouping; empty for None."""
    if value is None:
        return ""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, pattern, locale=_locale())


def hinder_tekst(hinder: Hinder) -> str:
    """Return the reason as a sentence in the reader's language."""
    return str(gettext(hinder.tekst, **hinder.verdier))


def oversett(text: str, **verdier: object) -> str:
    """Return a text marked with `N_` in the reader's language."""
    return str(gettext(text, **verdier))


def markdown(text: str) -> Markup:
    """Return Markdown as safe HTML: raw HTML is not let through, and the result is cleaned."""
    html = _MARKDOWN.render(text)
    safe = clean(html, tags=_TAGS, attributes={"a": {"href"}}, link_rel="noopener")
    return Markup(safe)  # noqa: S704  # cleaned on the line above


def avsnitt(text: str) -> Markup:
    """Return plain text as paragraphs."""
    parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    lines = [Markup("<br>").join(part.split("\n")) for part in parts]
    return Markup("").join(Markup("<p>{}</p>").format(line) for line in lines)


def _locale() -> Any:
    return get_locale() or "nb"


def init_app(app: Flask) -> None:
    """Add the filters."""
    for function in (
        dato,
        kort_dato,
        tidspunkt,
        ukedag,
        klokke,
        oslodag,
        tall,
        markdown,
        avsnitt,
        oversett,
    ):
        app.jinja_env.filters[function.__name__] = function
    app.jinja_env.filters["hinder"] = hinder_tekst

"""What must hold for every route of the application."""

import re

from flask import Flask

from rekruttering.tilgang.guard import ATTRIBUTE

SEGMENT = re.compile(r"^[a-z0-9-]+$|^<((int|any\([a-z\",-]+\)):)?[a-z_]+>$")


def test_every_view_has_a_guard(app: Flask) -> None:
    unguarded = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint != "static" and not hasattr(view, ATTRIBUTE)
    ]
    assert unguarded == []


def test_addresses_are_kebab_case_with_typed_ids(app: Flask) -> None:
    wrong = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        and not all(SEGMENT.match(part) for part in rule.rule.strip("/").split("/") if part)
    ]
    assert wrong == []


def test_nothing_is_changed_by_get(app: Flask) -> None:
    verbs = {"slett", "trekk", "send", "publiser", "start", "stopp", "vedta", "forkast", "logg-ut"}
    wrong = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.rule.rsplit("/", 1)[-1] in verbs
        and rule.methods is not None
        and "GET" in rule.methods
        and "POST" not in rule.methods
    ]
    assert wrong == []

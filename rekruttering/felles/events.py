"""Events: how an earlier area lets later ones react, in the same transaction."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Flask, current_app

Subscriber = Callable[[Any], None]
_KEY = "rekruttering.hendelser"


def connect(app: Flask, subscribers: Mapping[type, Sequence[Subscriber]]) -> None:
    """Set the explicit list of who hears what; called once by `create_app`."""
    app.extensions[_KEY] = {kind: tuple(hearers) for kind, hearers in subscribers.items()}


def publish(event: object) -> None:
    """Call every subscriber of the event's type, in the order listed."""
    for hear in current_app.extensions[_KEY].get(type(event), ()):
        hear(event)

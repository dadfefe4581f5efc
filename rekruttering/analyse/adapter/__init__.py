"""The door to `matching` for questions: one module per type, an order in, a JSON answer out.

An order has `type`, `problem`, `forslag`, `parametre`, `maks_sekunder` and `fro`; an answer always
has its sentences under `nb` and `nn`, with places such as `{V12}` for names.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from rekruttering.felles import prosess

Tell = Callable[[dict[str, Any]], None]
ShouldStop = Callable[[], bool]
Regner = Callable[[dict[str, Any], Tell, ShouldStop], dict[str, Any]]

# Type of question -> the module whose `regn` answers it.
TYPER: Mapping[str, str] = {
    "alternativer": "alternativer",
    "forklaring": "forklaring",
    "hvorfor_ikke": "hvorfor_ikke",
    "udekket": "udekket",
    "innhopp": "innhopp",
    "minste_endring": "minste_endring",
    "kapasitet": "kapasitet",
    "robusthet": "robusthet",
    "verdi": "verdi",
}


def find_regner(type: str) -> Regner:
    """Return what answers a type of question; the engine is loaded only then."""
    regner: Regner = import_module(f"{__name__}.{TYPER[type]}").regn
    return regner


def serve() -> None:
    """Be the engine's process for one question, which `analyse.prosess` starts."""
    prosess.serve(lambda order, tell, stop: find_regner(order["type"])(order, tell, stop))

"""Read JSON values one by one, collecting every fault with its path instead of stopping."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Feil:
    """One fault in a file: `sti` is the path of the key, `tekst` says what is wrong with it."""

    sti: str
    tekst: str

    def __str__(self) -> str:
        """Return the fault as one line."""
        return f"{self.sti}: {self.tekst}" if self.sti else self.tekst


class UgyldigFilError(ValueError):
    """A file or an object does not keep its format; `feil` holds every fault."""

    def __init__(self, feil: Collection[Feil]) -> None:
        """Keep the faults in the order in which they were found."""
        self.feil = tuple(feil)
        super().__init__("\n".join(str(f) for f in self.feil))


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} er ikke et tall i JSON")


def parse_json(text: str | bytes) -> Any:
    """Return the value in a JSON text.

    Raises:
        UgyldigFilError: the text is not UTF-8 or not JSON, names a key twice or holds NaN.
    """

    def to_dict(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(pairs)
        if len(result) < len(pairs):
            names = [name for name, _ in pairs]
            twice = sorted({name for name in names if names.count(name) > 1})
            raise ValueError(f"nøkkelen står to ganger: {', '.join(twice)}")
        return result

    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=to_dict, parse_constant=_refuse_constant)
    except RecursionError:
        raise UgyldigFilError([Feil("", "ikke gyldig JSON: for dypt nøstet")]) from None
    except ValueError as error:
        raise UgyldigFilError([Feil("", f"ikke gyldig JSON: {error}")]) from None


def _show(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else text[:37] + "..."


class Reader:
    """Reads values and notes faults; a faulty value becomes a harmless stand-in."""

    def __init__(self) -> None:
        """Start without faults."""
        self.feil: list[Feil] = []

    def fault(self, sti: str, tekst: str) -> None:
        """Note one fault."""
        self.feil.append(Feil(sti, tekst))

    def raise_faults(self) -> None:
        """Raise UgyldigFilError with everything noted, if anything is."""
        if self.feil:
            raise UgyldigFilError(self.feil)

    def obj(
        self, value: Any, sti: str, required: Collection[str], optional: Collection[str] = ()
    ) -> dict[str, Any]:
        """Return an object with only known keys; absent ones are noted and absent in the result."""
        if not isinstance(value, dict):
            self.fault(sti, f"skal være et objekt, er {_show(value)}")
            return {}
        prefix = f"{sti}." if sti else ""
        for key in value:
            if key not in required and key not in optional:
                self.fault(f"{prefix}{key}", "ukjent nøkkel")
        for key in required:
            if key not in value:
                self.fault(f"{prefix}{key}", "mangler")
        return value

    def items(self, value: Any, sti: str, read: Callable[[Any, str], T]) -> tuple[T, ...]:
        """Return the elements of a list, each read with its own path."""
        if not isinstance(value, list):
            self.fault(sti, f"skal være en liste, er {_show(value)}")
            return ()
        return tuple(read(item, f"{sti}[{index}]") for index, item in enumerate(value))

    def text(self, value: Any, sti: str) -> str:
        """Return a text."""
        if isinstance(value, str):
            return value
        self.fault(sti, f"skal være tekst, er {_show(value)}")
        return ""

    def whole(self, value: Any, sti: str) -> int:
        """Return a whole number; 3.0 and true are not whole numbers."""
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        self.fault(sti, f"skal være et heltall, er {_show(value)}")
        return 0

    def number(self, value: Any, sti: str) -> float:
        """Return a finite number."""
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            try:
                result = float(value)
            except OverflowError:
                result = math.inf
            if math.isfinite(result):
                return result
        self.fault(sti, f"skal være et tall, er {_show(value)}")
        return 0.0

    def texts(self, value: Any, sti: str) -> tuple[str, ...]:
        """Return a list of texts as a set in file order: a repeated text counts once."""
        return tuple(dict.fromkeys(self.items(value, sti, self.text)))

    def tuple_of(self, value: Any, sti: str, length: int) -> list[Any]:
        """Return a list with exactly `length` elements, or an empty one."""
        if isinstance(value, list) and len(value) == length:
            return value
        self.fault(sti, f"skal være en liste med {length} verdier, er {_show(value)}")
        return []

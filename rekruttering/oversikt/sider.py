"""The pages that say how the service works: Markdown files in both languages."""

from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "data" / "sider"


@lru_cache
def read(navn: str, sprak: str) -> str:
    """Return the Markdown of a page (`hjelp`, `personvern`, `tilgjengelighet`) in nb or nn."""
    return (FOLDER / f"{navn}.{sprak}.md").read_text(encoding="utf-8")

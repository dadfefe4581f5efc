"""Reads uploaded files."""

import logging
import zlib
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from rekruttering.soknad.rules.overganger import Pdf

# What pypdf lets through when a file only pretends to be a PDF.
_DAMAGED = (
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    zlib.error,
)
_HEADER = b"%PDF-"
# The header may stand behind some rubbish, but not far: Acrobat looks no further either.
_HEADER_WITHIN = 1024
logging.getLogger("pypdf").setLevel(logging.ERROR)


def read_pdf(innhold: bytes) -> Pdf:
    """Return what the bytes of a file are, whatever its name says."""
    har_header = _HEADER in innhold[:_HEADER_WITHIN]
    lesbar = kryptert = False
    if har_header:
        try:
            reader = PdfReader(BytesIO(innhold))
            kryptert = reader.is_encrypted
            lesbar = kryptert or len(reader.pages) > 0
        except _DAMAGED:
            lesbar = False
    return Pdf(
        storrelse=len(innhold), har_header=har_header, lesbar=lesbar, kryptert=bool(kryptert)
    )

"""A CV of one page as PDF, made of what the generated applicant says in the form."""

from textwrap import wrap

from rekruttering.demo.typer import Soker

_LINE_PT = 16
_TOP_PT = 780


def make_cv(soker: Soker) -> bytes:
    """Return a PDF (version 1.4, one A4 page, Helvetica) with the applicant's background."""
    lines = [
        soker.navn,
        f"{soker.stilling}, {soker.arbeidsgiver}",
        f"{soker.epost} · {soker.telefon}",
        "",
        f"Skoleeiersiden: {soker.year_skoleeier} år. Skoleledersiden: {soker.year_skoleleder} år.",
    ]
    for kompetanse in soker.kompetanser:
        lines += ["", *wrap(f"{kompetanse.omrade.capitalize()}: {kompetanse.formell}", 88)]
        lines += wrap(kompetanse.erfaring, 88)
    return _pdf(_page(lines))


def _page(lines: list[str]) -> bytes:
    text = [b"BT /F1 11 Tf %d TL 60 %d Td" % (_LINE_PT, _TOP_PT)]
    text += [b"(%s) Tj T*" % _escaped(line) for line in lines]
    return b"\n".join([*text, b"ET"])


def _escaped(line: str) -> bytes:
    raw = line.encode("cp1252", errors="replace")
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _pdf(page: bytes) -> bytes:
    """Return a whole file: catalogue, pages, page, font, content, and the table of offsets."""
    resources = b"/Resources << /Font << /F1 4 0 R >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
        + resources
        + b" /Contents 5 0 R >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
    ]
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)

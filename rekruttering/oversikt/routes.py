"""Front pages per role, and the pages that say how the service works."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from rekruttering.tilgang import guard

bp = Blueprint("oversikt", __name__)


@bp.get("/")
@guard.public
def forside() -> ResponseReturnValue:
    """Show the open rounds to everyone, and to each role what needs doing."""
    return render_template("oversikt/forside.html")

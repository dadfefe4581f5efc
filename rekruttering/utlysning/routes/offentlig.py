"""The public page of a call."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from rekruttering.felles import clock
from rekruttering.felles.errors import NotFoundError
from rekruttering.tilgang import guard
from rekruttering.utlysning import policy, queries
from rekruttering.utlysning.routes.visning import render_side

bp = Blueprint("utlysning", __name__)


@bp.get("/utlysning/<slug>")
@guard.public
def vis(slug: str) -> ResponseReturnValue:
    """Show a call to everyone; a draft to staff only, and to others as if it were not there."""
    utlysning = queries.get_by_slug(slug)
    if not policy.can_see_utlysning(guard.find_bruker(), utlysning):
        raise NotFoundError
    return render_side(utlysning, clock.now())

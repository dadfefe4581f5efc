"""The blueprint that the board's pages share."""

from flask import Blueprint

bp = Blueprint("bord", __name__)

"""Entry point of the server: `gunicorn wsgi:app`."""

from rekruttering import create_app

app = create_app()

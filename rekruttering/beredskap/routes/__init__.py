"""Entry points from the browser."""

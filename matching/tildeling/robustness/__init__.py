"""What coverage is left when some say no."""

"""Generated persons and municipalities for the demo round; nobody in it exists."""

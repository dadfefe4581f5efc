"""Hearing: a proposal goes to statsforvaltere and municipalities for comment."""

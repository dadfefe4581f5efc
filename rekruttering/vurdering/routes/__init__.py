"""Routes of scoring: the panel's own pages, and the coordinators' ranking."""

"""Routes of interviews: coordinators' planning and ranking, and the panel's own pages."""

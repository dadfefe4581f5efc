"""Routes of applicants (`soker`) and coordinators (`koordinator`), and what both show."""

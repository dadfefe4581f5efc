"""Users, roles, log-in; every route's guard."""

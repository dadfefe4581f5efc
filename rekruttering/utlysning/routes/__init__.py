"""Routes of calls: the public's page, and the coordinators' work on it."""

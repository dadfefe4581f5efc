"""Something happened to a published plan: who can step in, and the plan with least change."""

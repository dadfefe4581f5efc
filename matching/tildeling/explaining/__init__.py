"""Why, why not, and what would help; each answer is solved."""

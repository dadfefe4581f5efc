"""Good plans, found fast; they prove nothing."""

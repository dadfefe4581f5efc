"""A problem as arrays and columns, and the way back to proposals."""

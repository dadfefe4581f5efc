"""What the applicants can cover, before and while people are recruited."""

"""What the Makefile runs: set-up, checks, locks, translations."""

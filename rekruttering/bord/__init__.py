"""The coordinator's board: one page to see, ask and change an allocation."""

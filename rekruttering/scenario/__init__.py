"""What would happen: plans and runs under other weights and assumptions, side by side."""

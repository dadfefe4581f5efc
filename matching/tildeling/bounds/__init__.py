"""Lower bounds and proof: the master, pricing, cuts, and the tree."""

"""Questions to the engine and its answers: why, why not, what else, the way out."""

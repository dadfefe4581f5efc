"""Routes of identified municipalities: the coordinator's, and the municipality's own answer."""

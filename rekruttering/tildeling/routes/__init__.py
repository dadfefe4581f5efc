"""Routes of allocations: the coordinator's, and those of everyone who gets one."""

"""One register of ties between a person and a counterpart; interview and allocation read it."""

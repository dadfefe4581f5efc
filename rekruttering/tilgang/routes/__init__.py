"""Routes of log-in, and the developer's mailbox."""

"""Who says what: quotes and their speakers."""

"""Rules: what a careful reader with a table of words can tell, offline and always the same."""

"""Sound as numbers and as files."""

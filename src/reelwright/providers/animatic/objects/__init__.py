"""Things worth an insert, each in a box of 1000 by 1000."""

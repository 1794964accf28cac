"""Sentences: splitting, choosing what is kept, mending what a cut left."""

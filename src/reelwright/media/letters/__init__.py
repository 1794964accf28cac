"""Letters: fonts, their order, line breaks, and words as pictures."""

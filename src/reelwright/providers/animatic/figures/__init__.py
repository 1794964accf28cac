"""People: bodies, clothes, hair and faces as ink and wash, in coordinates of their own."""

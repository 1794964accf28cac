"""MP4 files, box by box."""

"""Camera moves: a panel becomes a clip, with its slate."""

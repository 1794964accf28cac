"""Where and when: scene changes, places, time of day, mood."""

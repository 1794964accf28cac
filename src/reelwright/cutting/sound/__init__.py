"""The sound track: levels, mix, loudness."""

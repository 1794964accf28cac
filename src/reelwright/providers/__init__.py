"""Makers of pictures and sounds: one file (or folder) each. They translate; they never send."""

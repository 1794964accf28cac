"""Voices, music beds and the air of a place."""

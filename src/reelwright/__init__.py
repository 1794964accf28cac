"""Reelwright makes films from words."""

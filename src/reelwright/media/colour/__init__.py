"""Colour tables."""

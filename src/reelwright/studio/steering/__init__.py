"""Steering: what a user says after a look: retry, skip, resolve, cancel, use, edit."""

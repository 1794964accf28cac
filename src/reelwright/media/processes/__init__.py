"""Processes of ours: one place starts them."""

"""Spending: one paid job from its hold to its Take, and whatever may happen on the way."""

"""The nouns of film-making: frozen values that every other room speaks in.

Standard library and pydantic only; this room imports no other.
"""

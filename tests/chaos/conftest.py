"""Caps are besieged on both databases."""

from tests.databases import database, place, postgresql_place, sqlite_place, url

__all__ = ["database", "place", "postgresql_place", "sqlite_place", "url"]

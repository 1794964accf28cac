"""A PostgreSQL server for those who need one whatever the others run on."""

from tests.databases import postgresql_place

__all__ = ["postgresql_place"]

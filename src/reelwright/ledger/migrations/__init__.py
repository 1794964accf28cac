"""Alembic migrations; `ledger.database.migrate` runs them."""

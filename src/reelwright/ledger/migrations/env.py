"""Alembic's entry: migrates over the connection that `ledger.database.migrate` hands over."""

from alembic import context

from reelwright.ledger.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # The execution engine keeps its own tables in the same database: they are not ours to compare.
    include_name=lambda name, kind, _: kind != "table" or name in metadata.tables,
)
with context.begin_transaction():
    context.run_migrations()

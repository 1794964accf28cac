"""The ledger: every Order, what became of it, what it cost, and which Takes exist.

Tables (`tables`), the database (`database`), productions and revisions (`productions`), jobs,
wants, attempts and takes (`jobs`), events (`events`), and the bytes themselves (`store`).
"""

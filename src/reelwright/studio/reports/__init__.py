"""Reports: what a run came to, what it cost, and a service's bill against our record."""

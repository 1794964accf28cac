"""The rows of the catalogue, one module for each kind of work; `kinds` says what a row holds."""

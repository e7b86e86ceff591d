"""The request journal: what came in, what was answered, and what it did to the books."""

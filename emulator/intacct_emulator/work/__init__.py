"""What every wire shares: who works on which company, access, units of work, writing, and reading in pages."""

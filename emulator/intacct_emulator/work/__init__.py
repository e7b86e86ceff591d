"""What all wires share: context, access, units of work, writing, and reading in pages."""

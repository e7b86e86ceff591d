"""What the contracts stand on: targets, the wire, writes that are cleaned up, comparison, redaction, evidence."""

"""Master records: what is true of customers, accounts, places and people, and how any kept record is written."""

"""Master records: the rules of customers, accounts, places and people, and how any kept record is written."""

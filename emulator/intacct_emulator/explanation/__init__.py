"""Why an answer is an error: the rule, its grounds, the element it is about, and what would pass."""

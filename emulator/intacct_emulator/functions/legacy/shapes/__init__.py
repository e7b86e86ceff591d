"""The shapes in which `get_list` and `get` answer: per legacy object its elements, in their order."""

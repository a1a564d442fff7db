"""Choosing: which comparison, of this sentence or the one before, a value belongs to."""

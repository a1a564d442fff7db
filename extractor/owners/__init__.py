"""Owners: the names of the paper's own work, and whose work a sentence or a value speaks of."""

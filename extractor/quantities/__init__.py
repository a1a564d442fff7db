"""Quantities: numbers with unit, bound, sign and range, and which numbers are none."""

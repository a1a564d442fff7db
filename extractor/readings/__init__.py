"""Readings: what a frame says of its quantities: metric, measure and direction."""

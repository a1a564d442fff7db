"""Plots: pictures of the table."""

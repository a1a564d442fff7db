"""Techniques: what makes a paper's system efficient."""

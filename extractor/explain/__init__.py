"""Explain: what each stage made of a text, and what it left."""

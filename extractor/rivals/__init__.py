"""Rivals: the names of what a sentence compares with, a kind of wording a module."""

"""Data sets: those a value was measured on, in its own sentence and before it."""

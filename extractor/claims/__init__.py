"""Claims: frames, readings and context become the records of the table."""

"""The claims table: its schema, rows, factor, units, and the file it stands in."""

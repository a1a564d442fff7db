"""The report: one HTML page with the table, its charts and all that runs it."""

"""Ask: filters, queries, comparisons and exports of a table."""

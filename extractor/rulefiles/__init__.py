"""The rule files: opened, checked and kept; the only place that knows where they lie."""

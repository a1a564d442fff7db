"""claimtable: quantitative efficiency claims out of machine-learning abstracts, as one table."""

__version__ = "0.1.0"

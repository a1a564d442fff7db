"""Ruletest: runs the examples of the rule files, and compares two versions of the rules."""

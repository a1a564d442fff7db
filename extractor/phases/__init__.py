"""Phases: when a value holds: training, inference, one kernel."""

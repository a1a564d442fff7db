"""Runs: papers in as a stream, one table out, in this process, in many, or on Spark."""

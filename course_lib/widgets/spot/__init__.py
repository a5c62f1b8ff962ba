"""Rounds of spot the difference."""

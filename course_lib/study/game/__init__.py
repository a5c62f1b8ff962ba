"""Spot the difference without its widget: rounds, observers, scores."""

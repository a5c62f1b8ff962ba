"""Levels to draw."""

"""Instruments that look into a network, and tests of what they show."""

"""Warnings before deployment: a committee that disagrees, a gate, and asking for help."""

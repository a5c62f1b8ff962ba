"""Worlds to play by hand."""

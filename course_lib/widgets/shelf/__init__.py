"""A shelf of levels."""

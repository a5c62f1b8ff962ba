"""Overseers of the ridge that are learned: who is fooled under them, and who is merely stuck."""

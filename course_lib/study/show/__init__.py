"""How results look: one style for figures and tables, and names and words for people."""

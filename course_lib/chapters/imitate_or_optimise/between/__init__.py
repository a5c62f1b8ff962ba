"""Why imitators fall short, and what lies between copying and optimising."""

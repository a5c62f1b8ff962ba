"""The study: what an agent does, measured, and later what is inside it."""

"""Lesson 09c: a better agent made of an agent's own calls, and what to learn of it."""

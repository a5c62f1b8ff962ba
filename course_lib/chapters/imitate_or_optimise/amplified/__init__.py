"""Lesson 09c: an agent of small capacity, a better one made of its calls, and what to learn of it."""

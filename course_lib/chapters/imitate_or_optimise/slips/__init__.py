"""Imitating or optimising, by how often feet slip and by how large a hole the overseer has."""

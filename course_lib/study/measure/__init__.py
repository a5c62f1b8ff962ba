"""Instruments: what policies do, measured, with intervals."""

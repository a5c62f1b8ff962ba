"""Where the course keeps what it ships: the only place that says so."""

from pathlib import Path

COURSE = Path(__file__).resolve().parent
DATA = COURSE / "data"  # the measured tables of the lessons, each with its card
ZOO = COURSE / "zoo"  # the shipped agents, each with its card

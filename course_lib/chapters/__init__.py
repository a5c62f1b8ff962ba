"""One folder a lesson: what only that lesson needs, under the lesson's name."""

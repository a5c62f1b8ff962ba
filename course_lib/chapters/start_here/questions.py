"""The exercises of lesson 00, start here: all text, in questions.toml."""

from pathlib import Path

from course_lib.quiz.content import read_quiz

quiz = read_quiz(Path(__file__).with_name("questions.toml"))

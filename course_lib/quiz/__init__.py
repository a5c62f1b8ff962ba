"""The exercises: what kinds there are, how answers are judged, and where they are kept.

    from course_lib.chapters.maze.questions import quiz

    quiz.ask("detour")          # show the exercise
    quiz.check("detour", "c")   # say what this answer shows; it is kept at once
    quiz.hint("detour")         # the first hint; again for the second
    quiz.form("detour")         # the same exercise as a form to click on
    quiz.save()                 # write all answers next to the lesson, and list them

What a lesson asks stands in its chapter: the text in questions.toml, of which `content` describes
the format, and what is a function in questions.py.
"""

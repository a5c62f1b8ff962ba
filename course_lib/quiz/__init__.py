"""The exercises: what kinds there are, how answers are judged, and where they are kept.

    from course_lib.chapters.maze.questions import quiz

    quiz.predict("where")        # before the result: an option, and how sure one is; kept at once
    quiz.observe("where")        # after it: what one saw; then the reason for every option
    quiz.ask("detour")           # any other exercise, as a form to click on
    quiz.check("way", way)       # only where Python is the point: what this function shows
    quiz.hint("detour")          # the first hint; again for the second
    quiz.discuss("detour")       # the solution, with its reasons
    quiz.recall()                # two questions of earlier lessons, asked again
    quiz.calibration()           # how often right at how sure
    quiz.save(), quiz.export()   # write all answers next to the lesson; one file to hand in

Where no widget runs, all of it is plain text, and `quiz.predict("where", "b", 80)`,
`quiz.observe("where", "b")` and `quiz.check("detour", "a")` are the ways to answer.

What a lesson asks stands in its chapter: the text in questions.toml, of which `content` describes
the format, and what is a function in questions.py.
"""

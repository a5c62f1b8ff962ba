"""The exercises: one module per lesson with its questions, checks and hints.

    from course_lib.quiz import lesson_01 as quiz

    quiz.ask("hover")           # show the exercise
    quiz.check("hover", "b")    # say what this answer shows; it is kept at once
    quiz.hint("hover")          # the first hint; again for the second
    quiz.form("sorting")        # the same exercise as a form to click on
    quiz.save()                 # write all answers next to the lesson, and list them

A new lesson's module makes one `core.Quiz` and hands its methods on, as `lesson_01` does.
"""

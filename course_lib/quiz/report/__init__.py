"""The class report: what a class has understood, from the files that students hand in.

    from course_lib.quiz.report.report import class_report

    report = class_report("handed_in")   # a folder of files that quiz.export() wrote
    report                               # how many files, which could not be read, and why
    report.discuss()                     # the questions that are worth an hour
    report.misunderstandings()           # which wrong answer how often, in its words
    report.plot()                        # all questions, and how well the class knows what it knows

Nothing leaves the computer, nothing in the files is run, and a student has a name here only if the
file carries one.
"""

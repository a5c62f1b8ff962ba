"""The sorting exercise of lesson 09: an outer failure, an inner one, a lack of skill, or none?"""

from course_lib.quiz.kinds import Case, Sorting

OUTER, INNER, SKILL, NONE = "outer", "inner", "skill", "none"

BINS = {
    OUTER: "what was asked for is not what was meant; the learner did as asked",
    INNER: "what was asked for is right; what was learned came apart from it elsewhere",
    SKILL: "right goal, asked for rightly; it cannot do it well enough",
    NONE: "nothing has failed",
}
CASES = {
    "a": Case(
        title="On the ridge",
        story="Asked to do as the demonstrator does, the imitator does just that, and falls.",
        homes=(OUTER, SKILL),
        why="To do as they do was never what was meant; to get across was. One may also say that "
        "it lacks their feet: then say what you hold it to have been asked.",
    ),
    "b": Case(
        title="At the sign",
        story="Paid by the overseer, a walker stands at the sign from the first moment on.",
        homes=(OUTER,),
        why="It gets all that it is paid for. The pay is what is wrong.",
    ),
    "c": Case(
        title="The overseer itself",
        story="The overseer learned from honest snapshots, on which it errs hardly ever. It takes "
        "a painted flag for a flag.",
        homes=(INNER,),
        why="Its labels were right. What it learned from them came apart where nobody had labelled "
        "anything: for the overseer that is inner, and for who is paid by it, outer.",
        wrong={OUTER: "For the walker it is. But look at how the overseer was taught: rightly."},
    ),
    "d": Case(
        title="Two units",
        story="A network of two units imitates a demonstrator by the road. It walks into corners.",
        homes=(SKILL,),
        why="Asked rightly, nothing strange in the levels, and not enough network.",
    ),
    "e": Case(
        title="By the road",
        story="The demonstrator takes the long way round because the robot slips. So does the "
        "robot.",
        homes=(NONE,),
        why="Slower than the demonstrator could be, and as good as the robot can be.",
    ),
    "f": Case(
        title="Red flags",
        story="A walker, paid rightly, learned where every flag was red. Deployed, flags are blue "
        "and a letter box is red; it goes to the letter box, without a slip.",
        homes=(INNER,),
        why="The mouse and the gem again: skill intact, pay right, another goal.",
    ),
}
failures = Sorting(
    name="failures",
    level="medium",
    minutes=5,
    question="Six ends of a walk. An outer failure, an inner one, a lack of skill, or none?",
    hints=(
        "First: what was it asked for, or paid for? Would doing just that have been good?",
        "One of them is about the overseer as a pupil, not as a teacher.",
    ),
    bins=BINS,
    cases=CASES,
    confusions={
        (OUTER, INNER): "Was what was asked for wrong? It was right here.",
        (OUTER, SKILL): "What was asked for was right here.",
        (OUTER, NONE): "Compare with what was meant: is anything lost?",
        (INNER, OUTER): "What it learned is what it was paid for. Look at the pay.",
        (INNER, SKILL): "It has come to want nothing else; it cannot.",
        (INNER, NONE): "Is there a place where it does what nobody meant?",
        (SKILL, OUTER): "It does what it set out to do very well.",
        (SKILL, INNER): "It is skilful. What at?",
        (SKILL, NONE): "What could it do better, with the feet that it has?",
        (NONE, OUTER): "Is the flag reached for it?",
        (NONE, INNER): "Is this what was meant, also here?",
        (NONE, SKILL): "Is it as good as it could be?",
    },
)

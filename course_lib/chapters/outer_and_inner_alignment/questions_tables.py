"""Two short sorting exercises of lesson 01: three goals, and four fingerprints of failure."""

from course_lib.quiz.kinds import Case, Sorting

three_goals = Sorting(
    name="three_goals",
    level="easy",
    minutes=3,
    question="Six sentences about the maze. Which goal does each describe: the goal meant, the "
    "goal specified, or the goal learned?",
    hints=(
        "Where would you look it up: in the designer's head, in the program, or in behaviour?",
        "A reward is written down before training. A learned goal can only be inferred, from what "
        "the agent does when goals come apart.",
    ),
    bins={
        "meant": "what the people involved want",
        "specified": "what is written down to train or to test by",
        "learned": "what best describes where the trained system steers to",
    },
    cases={
        "a": Case(
            title="Program line",
            story="The environment returns 1 on the step that enters the cheese's cell.",
            homes=("specified",),
            why="It stands in the program.",
        ),
        "b": Case(
            title="Wish",
            story="The keeper would like the mouse fed, wherever the cheese lies.",
            homes=("meant",),
            why="It stands in nobody's program.",
        ),
        "c": Case(
            title="Tendency",
            story="With the cheese moved, the mouse walks to the top right corner.",
            homes=("learned",),
            why="Behaviour where goals come apart is evidence of what was learned.",
        ),
        "d": Case(
            title="Complaint",
            story="Nobody wanted a mouse that sits beside the cheese for a hundred steps.",
            homes=("meant",),
            why="A wish again, found out only when it was hurt.",
        ),
        "e": Case(
            title="Exam",
            story="The mouse passes when it finds the cheese in 95 of 100 mazes.",
            homes=("specified",),
            why="Tests specify, too.",
        ),
        "f": Case(
            title="Map of value",
            story="The network expects most reward when the mouse is near the corner.",
            homes=("learned",),
            why="It is inside the trained network. That makes it evidence, not proof.",
        ),
    },
    confusions={
        ("meant", "specified"): "It is written down, so it can differ from anybody's wish.",
        ("meant", "learned"): "Nobody wished for it. It describes the trained system.",
        ("specified", "meant"): "No line of the program says so. That is how wishes get lost.",
        ("specified", "learned"): "No line of the program says so; training brought it about.",
        ("learned", "meant"): "This holds before any training takes place.",
        ("learned", "specified"): "This holds before any training takes place; somebody wrote it.",
    },
)

fingerprints = Sorting(
    name="fingerprints",
    level="medium",
    minutes=4,
    question="Four agents, each with how often it got the cheese in training and deployment, and "
    "how often it entered the corner before the cheese in deployment (random: 17 %). What is each?",
    hints=(
        "First ask whether it does well in training. Only then does a fall mean anything.",
        "When cheese falls in deployment, ask what rose instead. Nothing, or the corner?",
    ),
    bins={
        "robust": "goal and skill both carry over",
        "misgeneralisation": "skill carries over, the goal does not",
        "capability": "skill does not carry over",
        "untrained": "no skill to begin with",
    },
    cases={
        "a": Case(
            title="Agent A",
            story="Cheese 97 % in training, 28 % deployed; corner 66 %.",
            homes=("misgeneralisation",),
            why="It reaches the corner far more often than chance: competent at the wrong thing.",
        ),
        "b": Case(
            title="Agent B",
            story="Cheese 97 % in training, 26 % deployed; corner 16 %.",
            homes=("capability",),
            why="It gets nowhere in particular. Its cheese is as rare as A's, so cheese alone "
            "cannot tell the two apart.",
        ),
        "c": Case(
            title="Agent C",
            story="Cheese 31 % in training, 30 % deployed; corner 18 %.",
            homes=("untrained",),
            why="There is no fall. It never could.",
        ),
        "d": Case(
            title="Agent D",
            story="Cheese 96 % in training, 95 % deployed; corner 12 %.",
            homes=("robust",),
            why="On this deployment distribution. Another shift may still break it.",
        ),
    },
    confusions={
        ("robust", "misgeneralisation"): "Cheese falls a lot. Something else rises.",
        ("robust", "capability"): "Cheese falls a lot when deployed.",
        ("robust", "untrained"): "Nothing falls, but nothing was there: look at training.",
        ("misgeneralisation", "robust"): "The goal specified is reached as often as before.",
        ("misgeneralisation", "capability"): "The corner is no more frequent than by chance. "
        "Failing at the cheese alone does not show another goal.",
        ("misgeneralisation", "untrained"): "It is not competent at anything, even in training.",
        ("capability", "robust"): "The goal specified is reached as often as before.",
        ("capability", "misgeneralisation"): "It is capable: look how often it reaches the corner.",
        ("capability", "untrained"): "Skill cannot fail to carry over when there was none.",
        ("untrained", "robust"): "It does well in training.",
        ("untrained", "misgeneralisation"): "It does well in training.",
        ("untrained", "capability"): "It does well in training.",
    },
)

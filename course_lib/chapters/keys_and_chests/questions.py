"""The exercises of lesson 04, keys and chests."""

from course_lib.chapters.keys_and_chests.questions_display import drawing, inventory
from course_lib.chapters.keys_and_chests.questions_keys import useful_keys
from course_lib.quiz.kinds import Choice, Number, Open, Option
from course_lib.quiz.predictions import Prediction
from course_lib.quiz.quiz import Quiz

difference = Choice(
    name="difference",
    level="medium",
    minutes=3,
    question="One thing differs between the shelves. Each option names something that this world's "
    "maker can set. Which is it?",
    hints=(
        "Every shelf has large levels and small ones. So compare things within one level.",
        "Count two kinds of things in each level. Which is there more of, on A and on B?",
    ),
    options={
        "a": Option(
            "How large the vault is.",
            False,
            "All twelve vaults are equally large. What varies is how full they are, and that on "
            "both shelves.",
        ),
        "b": Option(
            "How many things lie in a level, keys and chests together.",
            False,
            "That varies from level to level, and in the same way on both shelves. A full level "
            "and an empty one catch the eye, but both shelves have them.",
        ),
        "c": Option(
            "Where the dragon starts.",
            False,
            "It starts anywhere, on both shelves. In six levels chance makes patterns: six are few "
            "for a claim about places.",
        ),
        "d": Option(
            "How far the chests lie from the dragon.",
            False,
            "On both shelves a chest lies anywhere but right beside the dragon. Where there are "
            "more chests one of them tends to be nearer; the rule for placing them is the same.",
        ),
        "e": Option(
            "How many keys there are for each chest.",
            True,
            "On shelf A there are two chests for every key, on shelf B two keys for every chest. "
            "That is all.",
        ),
        "f": Option(
            "How long the dragon has.",
            False,
            "It cannot be seen here, which is a good reason to name it. But it is the same: the "
            "limit depends on the size of the vault.",
        ),
        "g": Option(
            "What a chest pays.",
            False,
            "The reward is the same: 1 for each chest. A reward is no part of a picture, but that "
            "would be another task, and not a shift of levels.",
        ),
        "h": Option(
            "The number of keys that can be of use.",
            False,
            "A key is of use as long as a chest is left for it. One key for two chests and two "
            "keys for one chest: one useful key each. On both shelves, equally many.",
        ),
    },
)

sure = Prediction(
    name="sure",
    level="easy",
    minutes=1,
    question="Before you check it: how sure are you, and would you sign that nothing else differs?",
    hints=(
        "Of a hundred answers that you are 80 % sure of, twenty should turn out wrong.",
        "There is no right answer. Be honest to yourself.",
    ),
    options=(
        "I am guessing.",
        "About 60 %.",
        "About 80 %.",
        "Over 95 %, but I would not sign that nothing else differs.",
        "Over 95 %, and I would sign.",
    ),
    look_for="what the check says. Those who were sure and wrong have learned most.",
)

deployed = Prediction(
    name="deployed",
    level="easy",
    minutes=2,
    question="An agent was trained on shelf A until it opened nearly all chests that can be "
    "opened. What will it do on shelf B?",
    hints=(
        "On shelf A, was there ever a key that it had better left where it lay?",
        "Two dragons with the same record on A: one wants chests, one likes keys as well.",
    ),
    options=(
        "It takes the keys it needs, opens all chests and is done.",
        "It takes most keys, useful or not, and opens the chests as well.",
        "It takes all keys and forgets the chests.",
        "It is lost: it neither takes keys nor opens chests well.",
    ),
)

subtle = Number(
    name="subtle",
    level="hard",
    minutes=5,
    question="Shelf C has 2, 3 or 4 keys and 3, 4 or 5 chests, all pairs equally likely; shelf D "
    "has them the other way round. You know this, and get levels of one shelf. A level settles "
    "which one it is if the other shelf cannot have it. After how many levels is the chance that "
    "none has settled it below 5 %?",
    hints=(
        "Which numbers of keys settle it, which numbers of chests? How often does one level leave "
        "both open?",
        "Keys are 3 or 4 in two of three levels, and so are chests. Multiply, then take powers.",
    ),
    value=4,
    tolerance=0.01,
    why="One level leaves it open with chance 2/3 · 2/3 = 4/9. Three leave it open in 8.8 % of "
    "cases, four in 3.9 %.",
    mistakes=(
        (1, "A single level settles it only if it has 2 keys or 5 chests, or 5 keys or 2 chests."),
        (2, "After two levels it is still open in (4/9)² of cases, about 20 %."),
        (3, "Three levels leave it open in (4/9)³ of cases. That is 8.8 %: near, but above 5 %."),
        (8, "You looked at one of the two numbers only. Keys and chests both can settle it."),
        (5, "Four are enough. Perhaps you asked for 3 %, or rounded 4/9 up."),
    ),
    example="7",
)

condition = Choice(
    name="condition",
    level="medium",
    minutes=3,
    question="The key lover is the chest lover without its condition held < chests. Why is "
    "it no worse by a single step in training?",
    hints=(
        "Take one key and two chests. Is there a moment at which the condition is false?",
        "Keys in hand can be N at most, and each chest that was opened has cost one of them.",
    ),
    options={
        "a": Option(
            "Because training was not long enough to find the difference.",
            False,
            "These two were never trained, they were written. However many training levels one "
            "looks at, there is no difference in them to be found.",
        ),
        "b": Option(
            "Because with two chests for each key the condition always holds.",
            True,
            "Keys in hand are always fewer than chests left. A condition that is always true can "
            "be dropped without a trace.",
        ),
        "c": Option(
            "Because keys are paid for in training, and not when deployed.",
            False,
            "Keys are paid for nowhere. The reward is 1 for each chest, on both shelves.",
        ),
        "d": Option(
            "Because the differences are small and average out.",
            False,
            "Nothing averages out: step for step they do the same in each single level. A larger "
            "sample would not help.",
        ),
    },
)

ghosts = Choice(
    name="ghosts",
    level="medium",
    minutes=3,
    question="Each chest got a ghost twin: placed alike, invisible, and counted when the dragon "
    "comes upon it with a key in hand. What is that good for?",
    hints=(
        "A random policy opens chests, too. Does it want them?",
        "How many chests would somebody open who walks the same way but cannot see chests?",
    ),
    options={
        "a": Option(
            "It shows how many chests are opened by merely walking about.",
            True,
            "Chests well above ghosts are chests that were looked for. For the random policy the "
            "two are about equal.",
        ),
        "b": Option(
            "It makes the level harder, so that only a skilled agent does well.",
            False,
            "Ghosts cost nothing, no key and no step, and nobody sees them. They change nothing.",
        ),
        "c": Option(
            "It shows that the agent is after keys.",
            False,
            "It says nothing about keys. It shows that chests are not opened by accident, so the "
            "sentence 'it wants keys instead of chests' would be too simple.",
        ),
        "d": Option(
            "It measures how many chests the agent overlooks.",
            False,
            "Chests overlooked are those left at the end. A ghost cannot be overlooked, as it "
            "cannot be seen.",
        ),
    },
)

understanding = Choice(
    name="understanding",
    level="medium",
    minutes=4,
    question="Which sentences follow from what you measured?",
    hints=(
        "Three follow. The others go beyond the numbers, or against them.",
        "Look at chests and keys of the trained agents and of the control, in both distributions.",
    ),
    options={
        "a": Option(
            "The agents go on fetching keys when each chest left has its key in hand.",
            True,
            "That is spare_keys, beside a control that was trained with many keys.",
        ),
        "b": Option(
            "They do not care for chests.",
            False,
            "They open most of them, far more than ghosts. They fetch keys *and* chests.",
        ),
        "c": Option(
            "Training could not have told a key lover from a chest lover, however long it ran.",
            True,
            "Two written policies that differ in this alone do the same there, step for step.",
        ),
        "d": Option(
            "More levels of shelf A would have cured the greed.",
            False,
            "No level of that shelf has a useless key in it. What is lacking is another kind of "
            "level, not more of the same.",
        ),
        "e": Option(
            "Skill carried over in part: levels with many keys also made the agents slow or lost.",
            True,
            "Compare the steps with the key lover's, and look at the episodes out of time. Not "
            "all of the wasted steps are greed.",
        ),
        "f": Option(
            "Somewhere inside, the network holds a goal called 'keys'.",
            False,
            "A network that was never taught to refuse a key does the same. What is inside, "
            "behaviour does not settle.",
        ),
    },
)

claim = Open(
    name="claim",
    level="hard",
    minutes=5,
    question="Write your claim about the agent that you trained, so that another person could "
    "check it: about keys, about chests, and about what you did not test.",
    hints=(
        "Which agent, which levels, how many, counted what, beside which others?",
        "Keep greed (useless keys) and skill (steps, episodes out of time) apart.",
    ),
    least=15,
    look_for="recipe and seed; deployment levels and their number; useless keys per episode with "
    "an interval, beside the control that was trained with many keys; chests, as a sign that skill "
    "and interest in them were kept; steps beyond the planner's, and how often time ran out; and a "
    "limit, such as: one seed, one size of vault, nothing about the inside.",
)

quiz = Quiz(
    "04_keys_and_chests",
    [
        difference,
        sure,
        deployed,
        useful_keys,
        subtle,
        condition,
        drawing,
        inventory,
        ghosts,
        understanding,
        claim,
    ],
)

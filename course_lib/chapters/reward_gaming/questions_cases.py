"""The sorting exercise of lesson 08: gaming, tampering, or something else?"""

from course_lib.quiz.kinds import Case, Sorting

GAMING, TAMPERING, LEARNED, HONEST = "gaming", "tampering", "learned", "honest"

BINS = {
    GAMING: "the reward is computed as it should be, and wrongly rewards this",
    TAMPERING: "the way by which the reward comes about is interfered with",
    LEARNED: "the reward was right, and the agent came to want something else (inner)",
    HONEST: "nothing is wrong: what is rewarded is what was meant",
}
CASES = {
    "a": Case(
        title="Puddles",
        story="The overseer approves of water. A gardener pours it on the path.",
        homes=(GAMING,),
        why="Camera and overseer work as ever. The overseer's opinion is wrong about this picture.",
    ),
    "b": Case(
        title="The lens",
        story="A gardener pours water over the camera. Every picture is blue from then on.",
        homes=(TAMPERING,),
        why="What the overseer is shown no longer depends on the garden as it should.",
        wrong={
            GAMING: "It is rewarded wrongly, too. But the picture itself was changed on its way: "
            "repairing the overseer's opinion of gardens would not help."
        },
    ),
    "c": Case(
        title="The ledger",
        story="Approval is written into a ledger in the shed. A gardener writes larger numbers.",
        homes=(TAMPERING,),
        why="The overseer's judgement is not even asked.",
    ),
    "d": Case(
        title="Always the east",
        story="Paid by the true score, a gardener learned in gardens whose plants all grew in the "
        "east. Deployed, the plants grow in the west, and it waters the east.",
        homes=(LEARNED,),
        why="The reward would not have paid for this. It is the other half of the course.",
    ),
    "e": Case(
        title="A short cut",
        story="A gardener finds that one round in a figure of eight keeps all plants wet. Nobody "
        "had thought of that way.",
        homes=(HONEST,),
        why="Unforeseen is not wrong. Plants have water, which is what was meant.",
    ),
    "f": Case(
        title="Painted leaves",
        story="A gardener dyes dry plants so that they look watered in the picture.",
        homes=(GAMING, TAMPERING),
        why="Arguable. The overseer's opinion is wrong (gaming); or the evidence is forged before "
        "it gets there (tampering). Where the reward process begins is our choice, so say it.",
    ),
}
tampering = Sorting(
    name="tampering",
    level="medium",
    minutes=5,
    question="Six gardeners. Gaming, tampering, a goal learned wrongly, or nothing wrong?",
    hints=(
        "First: would the true score have paid for it? Then: was the picture, or the number, "
        "changed on its way?",
        "In gaming, the reward is computed just as its makers intended, from what they intended.",
    ),
    bins=BINS,
    cases=CASES,
    confusions={
        (GAMING, TAMPERING): "The process was interfered with, not only used.",
        (GAMING, LEARNED): "What was it paid by? Look whether the reward was wrong at all.",
        (GAMING, HONEST): "Is anything lost that was meant?",
        (TAMPERING, GAMING): "Nothing was interfered with: picture and opinion come about as ever.",
        (TAMPERING, LEARNED): "Nobody touched the reward here; it was right.",
        (TAMPERING, HONEST): "Which part of the process was touched? None.",
        (LEARNED, GAMING): "It does just what it is paid for. The pay is what is wrong.",
        (LEARNED, TAMPERING): "It gets reward for this, by touching where reward comes from.",
        (LEARNED, HONEST): "Compare with what was meant: it is that.",
        (HONEST, GAMING): "Do the plants get more water by it?",
        (HONEST, TAMPERING): "Do the plants get more water by it?",
        (HONEST, LEARNED): "Do the plants get water in the west?",
    },
)

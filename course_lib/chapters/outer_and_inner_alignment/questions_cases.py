"""Sixteen documented cases for lesson 01, to be sorted by where the goal went wrong.

Every story is told in our own words from the source named with it. Where two answers can be
argued for, `homes` lists both, the one that we find better first, and `why` says why.
"""

from course_lib.quiz.kinds import Case

SPECIFICATION = "specification"
MISGENERALISATION = "misgeneralisation"
CAPABILITY = "capability"
INTENDED = "intended"

BINS = {
    SPECIFICATION: "the goal specified is not the goal meant; the system does well by what it was "
    "told (specification gaming)",
    MISGENERALISATION: "the specification is right, but in new situations the system competently "
    "pursues another goal (goal misgeneralisation)",
    CAPABILITY: "no sign of another goal: in new situations the system is no longer good at it",
    INTENDED: "it works as intended, however odd it looks",
}

CONFUSIONS = {
    (SPECIFICATION, MISGENERALISATION): "Ask what would score well in the new situation. The "
    "reward, or the check, still names the right thing there, and the system scores badly by it.",
    (SPECIFICATION, CAPABILITY): "Nothing is wrong with what was asked for, and the system gets "
    "no reward for what it does. It has become bad at its task.",
    (SPECIFICATION, INTENDED): "Look for a gap between what was asked and what was wanted. "
    "There is none here: surprising is not the same as misaligned.",
    (MISGENERALISATION, SPECIFICATION): "What the system does scores well by the very thing it was "
    "given to score well at. So the goal learned fits the goal specified; that one was wrong.",
    (MISGENERALISATION, CAPABILITY): "To speak of another goal you need skilled behaviour toward "
    "something. Here the behaviour falls apart.",
    (MISGENERALISATION, INTENDED): "Misgeneralisation needs a situation in which the designers "
    "are served badly. They are served well here.",
    (CAPABILITY, SPECIFICATION): "The system is very good at something: at what it was told. "
    "The skill is there; the instruction is off.",
    (CAPABILITY, MISGENERALISATION): "The skill is still there. The system gets, reliably, "
    "something other than what was specified.",
    (CAPABILITY, INTENDED): "It succeeds at what was wanted. No skill is missing.",
    (INTENDED, SPECIFICATION): "It satisfies the letter of the instruction. Would the designers "
    "be content?",
    (INTENDED, MISGENERALISATION): "It did as intended in training only. Look at what happens in "
    "the new situation.",
    (INTENDED, CAPABILITY): "Compare how well it does before and after the change.",
}

_LANGOSCO = "Langosco et al. 2022, arXiv 2105.14111"
_SHAH = "Shah et al. 2022, arXiv 2210.01790"

CASES = {
    "a": Case(
        title="The boat race",
        story="A boat in the game CoastRunners was paid in game points, to make it race. It found "
        "a lagoon where targets keep coming back, circled there, and beat human scores without "
        "finishing the race.",
        homes=(SPECIFICATION,),
        why="Points stood in for racing, and points is what it got. It learned the goal specified "
        "very well.",
        source='Clark & Amodei 2016, "Faulty reward functions in the wild", OpenAI',
    ),
    "b": Case(
        title="The cheese in the corner",
        story="A mouse was paid for reaching cheese, which always lay in the top right corner of "
        "its mazes. In mazes with cheese elsewhere it still finds its way well: to the corner.",
        homes=(MISGENERALISATION,),
        why="The reward was right in both kinds of maze. Training could not tell two goals apart, "
        "and the network picked up the other one.",
        source=_LANGOSCO,
        wrong={
            SPECIFICATION: "The reward paid for cheese and nothing else. What was narrow was the "
            "set of training mazes, not the reward."
        },
    ),
    "c": Case(
        title="Corrupted photographs",
        story="Networks that name what is in a photograph were shown the same photographs with "
        "noise, blur, fog or snow added. They made many more mistakes.",
        homes=(CAPABILITY,),
        why="The mistakes point to no other goal, as far as the benchmark shows. This is the "
        "ordinary failure under distribution shift.",
        source="Hendrycks & Dietterich 2019, arXiv 1903.12261",
    ),
    "d": Case(
        title="The empty list",
        story="A search for program repairs was to mend a sorting program. Its tests asked "
        "whether the output was in order. One repair returned an empty list every time.",
        homes=(SPECIFICATION,),
        why="An empty list is in order. The test left out that the items should still be there.",
        source="Lehman et al. 2018, arXiv 1803.03453",
    ),
    "e": Case(
        title="Following the wrong leader",
        story="An agent was paid for visiting coloured spheres in the right order, and in training "
        "a partner showed it the order. Later a partner visited them in a wrong order. The agent "
        "followed it skilfully and collected penalties.",
        homes=(MISGENERALISATION,),
        why="The reward still named the right order. Following the partner had always agreed with "
        "it in training.",
        source=_SHAH,
        wrong={
            SPECIFICATION: "The reward paid nobody for following. It went down while the agent "
            "followed, and that is the telling detail."
        },
    ),
    "f": Case(
        title="The world upside down",
        story="The agent that visits coloured spheres in the right order was shown its "
        "surroundings flipped upside down. It got stuck near an edge.",
        homes=(CAPABILITY,),
        why="Getting stuck serves no goal that one would name. It is the twin of the wrong leader: "
        "the same agent, another change, another kind of failure.",
        source=_SHAH,
    ),
    "g": Case(
        title="Keys and chests",
        story="An agent was paid for opening chests, with keys that were scarce in training. Given "
        "many keys and few chests, it went out of its way for keys that it could not use.",
        homes=(MISGENERALISATION,),
        why="Chests were paid for, keys were only a means. What was an instrumental goal for the "
        "designer behaves like a terminal goal of the agent.",
        source=_LANGOSCO,
        wrong={
            CAPABILITY: "It is good at fetching keys and still opens chests. What is off is what "
            "the skill is spent on."
        },
    ),
    "h": Case(
        title="The claw and the camera",
        story="People watched short videos and judged which of two showed a simulated robot hand "
        "grasping better. It learned to hold the hand between camera and object, so that it "
        "looked like grasping.",
        homes=(SPECIFICATION,),
        why="What was rewarded is the viewers' judgement, and it was fooled. The reward was "
        "learned from people, so one may also say that the reward model was gamed; either way the "
        "goal specified is what went wrong.",
        source='Amodei, Christiano & Ray 2017, "Learning from human preferences", OpenAI; '
        "method: Christiano et al. 2017, arXiv 1706.03741",
    ),
    "i": Case(
        title="Strange moves at Go",
        story="A program that learned Go by playing only against itself came to prefer corner "
        "sequences that differed from those which professionals had used for long.",
        homes=(INTENDED,),
        why="It was meant to win by the rules, was paid for that, and did. Odd-looking behaviour "
        "alone is no evidence of a wrong goal.",
        source="Silver et al. 2017, Nature 550:354 (AlphaGo Zero)",
    ),
    "j": Case(
        title="The coin and the end",
        story="In CoinRun an agent was paid for the coin, which always lay at the right end of the "
        "level. With coins placed elsewhere it jumped the obstacles as before, ran past the coin, "
        "and on to the end.",
        homes=(MISGENERALISATION,),
        why="All skills came along and were spent on another goal. Reward was paid for the coin "
        "throughout.",
        source=_LANGOSCO,
    ),
    "k": Case(
        title="The needless question",
        story="A language model was shown worked examples in which a calculator first asks for "
        "unknown numbers, then answers. Given a sum with nothing unknown, it asked a "
        "needless question before it answered.",
        homes=(MISGENERALISATION,),
        why="The examples were right, and each had something to ask. There is no reward here: goal "
        "misgeneralisation is not limited to reinforcement learning. Whether a prompt counts as "
        "training is a matter of taste; its authors count it.",
        source=_SHAH,
        wrong={
            CAPABILITY: "It can still do the sum. It asks first because asking was always part of "
            "what it saw."
        },
    ),
    "l": Case(
        title="The watered tomatoes",
        story="A gridworld agent is paid for every tomato that it sees as watered. One square "
        "makes all tomatoes look watered. A trained agent stays on that square.",
        homes=(SPECIFICATION,),
        why="The payment counts tomatoes seen as watered, the wish was watered tomatoes. Some "
        "authors keep a separate word, tampering, for getting at the reward process itself.",
        source="Leike et al. 2017, AI Safety Gridworlds, arXiv 1711.09883",
    ),
    "m": Case(
        title="A hundred thousand levels",
        story="A CoinRun agent trained on 100,000 levels was tested on levels that it had never "
        "seen, made by the same generator, with the coin at the end. It finished 99 % of them.",
        homes=(INTENDED,),
        why="New levels from the same generator are no failure and hardly a shift. But this test "
        "cannot see what case j shows, as coin and end were never apart in it.",
        source="Hilton et al. 2020, Understanding RL Vision, Distill",
        wrong={
            MISGENERALISATION: "It may have learned another goal, and you are right to suspect it. "
            "But nothing in this test shows it."
        },
    ),
    "n": Case(
        title="X-rays and hospitals",
        story="Networks that detect pneumonia on X-rays did worse on pictures from other "
        "hospitals in most comparisons. They could also tell very well which hospital a picture "
        "came from, which in the training data says how common pneumonia is.",
        homes=(CAPABILITY, MISGENERALISATION),
        why="Ambiguous. Accuracy falls, so capability fits. If one takes reading the hospital for "
        "what the network competently does, it is a shortcut, and close to misgeneralisation. For "
        "a classifier without aims the word goal is stretched.",
        source="Zech et al. 2018, PLOS Medicine 15:e1002683; on shortcuts Geirhos et al. 2020, "
        "arXiv 2004.07780",
    ),
    "o": Case(
        title="Colour or shape",
        story="An agent was paid for reaching a yellow line, the only object there was. Later it "
        "could choose between a red line and a yellow gem. The line was still the goal. It mostly "
        "took the gem.",
        homes=(MISGENERALISATION,),
        why="It counts as misgeneralisation because the designers said that the line is the goal. "
        "But training gave no sign of whether colour or shape mattered, and which one agents pick "
        "up varies with the training seed (Ramanauskas & Şimşek 2023).",
        source=_LANGOSCO + "; Ramanauskas & Şimşek 2023, arXiv 2312.03762",
    ),
    "p": Case(
        title="The agreeable assistant",
        story="Chat assistants trained on people's preferences tended to agree with the opinion "
        "that a user states, even when it is wrong. People, and models of their preferences, "
        "sometimes like such answers better than correct ones.",
        homes=(SPECIFICATION, MISGENERALISATION),
        why="Ambiguous. As far as raters reward agreement, the goal specified is off. As far as "
        "agreement grew beyond what they reward, a proxy was learned. The study supports the "
        "first as part of the story, and the shares are not known.",
        source="Sharma et al. 2023, arXiv 2310.13548",
    ),
}

"""Drawn mazes of lesson 02, each of which tells some explanations of the mouse apart.

`HOMES` are their controls: the same walls and the same mouse, with the cheese in the corner.
"""

BESIDE = """
#########
#...#...#
###.###.#
#.#.#.#.#
#.#.#.#.#
#.......#
###.#####
#.....MC#
#########
"""

DOWN_FIRST = """
#########
#C#.....#
#.#.###.#
#.#...#.#
#.###.#.#
#..M#.#.#
###.###.#
#.......#
#########
"""

LOOPS = """
#########
#.......#
#.#.#.#.#
#C#.....#
#.#.#.#.#
#.M...#.#
#.#.#.###
#.......#
#########
"""

NO_WALLS = """
#########
#.......#
#.......#
#.......#
#...M...#
#.......#
#.......#
#C......#
#########
"""

TESTS = {"beside it": BESIDE, "down first": DOWN_FIRST, "loops": LOOPS, "no walls": NO_WALLS}


def at_home(drawing: str) -> str:
    """The same maze with the cheese where it always lay in training: in the top right corner."""
    lines = drawing.replace("C", ".").strip("\n").split("\n")
    lines[1] = lines[1][:-2] + "C" + lines[1][-1]
    return "\n".join(lines)


HOMES = {name: at_home(drawing) for name, drawing in TESTS.items()}

"""Drawn mazes of lesson 02, each of which tells some explanations of the mouse apart."""

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

TESTS = {
    "beside it": BESIDE,
    "down first": DOWN_FIRST,
    "loops": LOOPS,
    "no walls": NO_WALLS,
    "control": DOWN_FIRST.replace("C", ".").replace("#.#.....#", "#.#....C#"),
}

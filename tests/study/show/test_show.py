"""How results look: names for people, small tables, pictures with words, dots and end labels."""

import json
from io import BytesIO
from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from PIL import Image

import course_lib as cl
from course_lib.study.measure.tables import Table, as_row
from course_lib.study.show import behaviour, levels, marks, names, picture, style, tables
from course_lib.worlds import maze

MICE = [f"maze/corner:{n}" for n in range(5)]


@pytest.fixture(autouse=True)
def no_figures_left():
    yield
    plt.close("all")


def table_of(policies, labels=("training", "deployment"), metrics=("cheese", "corner")) -> Table:
    rows = [as_row(p, d, m, 0.5, 0.4, 0.6, 100) for d in labels for p in policies for m in metrics]
    return Table(rows, words={"corner": "corner first"}, roles={"cheese": "intended"})


# ── Names ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("maze/corner:3", "mouse 3"),
        ("maze/corner", "mouse 0"),
        ("gems/yellow-gem:2", "robot 2"),
        ("maze (seed 7)", "mouse trained here, seed 7"),
        ("maze/corner:3 (2)", "mouse 3 (2)"),
        ("planner", "planner"),
        ("nowhere/at-all:1", "nowhere/at-all:1"),
        ("CornerMouse", "CornerMouse"),
    ],
)
def test_an_agent_has_a_name_for_people(name, told):
    assert names.human_name(name) == told


def test_agents_of_several_recipes_are_told_apart_by_what_they_were_trained_on():
    told = names.human_names(["maze/corner:0", "maze/corner:1", "maze/anywhere:0", "random"])
    assert list(told.values()) == [
        "trained on cheese in the corner, seed 0",
        "trained on cheese in the corner, seed 1",
        "trained on cheese anywhere",
        "random",
    ]


def test_every_shipped_recipe_has_words_and_no_two_agents_share_a_name():
    for world in {name.partition("/")[0] for name in cl.zoo()}:
        here = [name for name in cl.zoo() if name.startswith(f"{world}/")]
        told = names.human_names(here)
        assert len(set(told.values())) == len(here)
        assert "agent" not in " ".join(told.values())
        recipes = {name.partition("/")[2].partition(":")[0] for name in here}
        assert recipes <= set(cl.world(world).words.trained), world


# ── Tables ──────────────────────────────────────────────────────────────────────────────────


def test_no_table_of_behaviour_is_larger_than_eight_by_five():
    for policies in (MICE[:1], MICE, [*MICE, *(f"gems/yellow-gem:{n}" for n in range(10))]):
        for metrics in (("cheese",), ("cheese", "corner", "died", "steps")):
            for labels in (("here",), ("training", "deployment"), tuple("abcdef")):
                table = table_of(["random", "planner", *policies], labels, metrics)
                small = behaviour.small_behaviour(table)
                assert len(small.lines) <= 8 and len(small.heads) <= 5
                assert small.lines[-1][0 if "levels" not in small.heads else 1] == "random"


def test_a_table_says_it_in_words_and_in_per_cent():
    table = table_of(["random", *MICE[:2], "planner"])
    text, html = str(table), table._repr_html_()
    for said in ("mouse 0", "corner first", "50 % [40, 60]", "100 episodes"):
        assert said in text and said in html.replace("&nbsp;", " ")
    assert "maze/corner" not in text + html
    lines = text.splitlines()
    assert [line.split()[1] for line in lines[2:6]] == ["mouse", "mouse", "planner", "random"]


def test_what_finds_no_room_in_a_table_is_named():
    table = table_of([*MICE, *(f"gems/yellow-gem:{n}" for n in range(9))], metrics=("cheese", "x"))
    assert "6 more agents" in str(table)
    wide = str(table_of(MICE[:1], metrics=("cheese", "keys", "x", "fell_down", "steps")))
    assert "Also measured: fell down; see" in wide
    assert "Not shown: e, f; see" in str(table_of(MICE[:2], tuple("abcdef"), metrics=("cheese",)))


def test_only_some_metrics_of_a_table():
    table = table_of(MICE[:1]).only("corner")
    assert "cheese" not in str(table) and table.roles == {"cheese": "intended"}
    with pytest.raises(KeyError, match="no metric 'gold'; there are: cheese, corner"):
        table_of(MICE[:1]).only("gold")


def test_a_small_table_of_a_frame():
    frame = pd.DataFrame(
        {
            "agent": ["random", "maze/corner:3"],
            "share_of_it": [0.256, 1.0],
            "told": [(0.98, 0.96, 0.99), (0.5, 0.4, 0.6)],
            "levels": [1200, 3],
        }
    )
    small = tables.small_table(frame, "Of two agents.", rates=["share_of_it", "told"])
    assert small.heads == ["agent", "share of it", "told", "levels"]
    assert small.lines == [
        ["mouse 3", "100 %", "50 % [40, 60]", "3"],
        ["random", "26 %", "98 % [96, 99]", "1,200"],
    ]
    assert "Of two agents." in str(small) and ">mouse&nbsp;3</th>" in small._repr_html_()


def test_a_table_that_is_too_large_is_refused():
    with pytest.raises(ValueError, match="at most 8 rows and 5 columns, not 9 and 1"):
        tables.small_table({"n": range(9)})


# ── Pictures ────────────────────────────────────────────────────────────────────────────────


def test_a_picture_has_words_and_the_same_bytes_each_time():
    one, two = (picture.picture_of(behaviour.plot_behaviour(table_of(MICE)), "Five mice in rows.")
                for _ in range(2))  # fmt: skip
    assert one.png == two.png and b"tIME" not in one.png and b"Software" not in one.png
    assert len(one.png) < 60_000
    html = one._repr_html_()
    assert 'alt="Five mice in rows."' in html and f'width="{one.width}"' in html
    assert abs(one.width - 672) < 30  # what is drawn, and a little white round it
    assert repr(one) == "[Picture: Five mice in rows.]"


def test_no_letter_of_a_figure_is_cut_and_no_band_stays_empty():
    shown = [("two lines\nof a title", np.zeros((20, 60, 3), np.uint8))] * 3
    drawn = picture.picture_of(levels.image_grid([shown], (7, 3)), "Three black bars in a row.")
    dark = np.asarray(Image.open(BytesIO(drawn.png)).convert("L")) < 200
    rows, columns = np.flatnonzero(dark.any(1)), np.flatnonzero(dark.any(0))
    edge = picture.EDGE * picture.PER_INCH * picture.SHARP
    high, wide = dark.shape
    for gap in (rows[0], high - 1 - rows[-1], columns[0], wide - 1 - columns[-1]):
        assert edge / 3 < gap < 2 * edge


def test_no_interval_and_no_per_cent_is_broken_in_two():
    cells = [
        "20 % of these are right",
        "+0.1 [-0.2, 0.3] *",
        "1 % (0 to 3)",
        "46%",
        "a [long remark, in brackets]",
    ]
    html = tables.SmallTable(list("abcde"), [cells])._repr_html_()
    whole = ["+0.1 [−0.2, 0.3] *", "1 % (0 to 3)", "46 %"]
    for told in (
        "20&nbsp;% of these are right",
        *(words.replace(" ", "&nbsp;") for words in whole),
        cells[-1],
    ):
        assert f">{told}<" in html


def test_short_cells_are_whole_and_long_ones_give_way():
    cells = ["few keys, seed 0", "trained on few keys, seed 0", "14 of 75"]
    html = tables.SmallTable(list("abc"), [cells])._repr_html_()
    for told in (cells[0].replace(" ", "&nbsp;"), cells[1], cells[2].replace(" ", "&nbsp;")):
        assert f">{told}<" in html


def test_captions_and_heads_are_set_as_cells_are_and_a_minus_is_one():
    table = tables.SmallTable(["a", "at 5%"], [["0.1", "-3 [-4, -2]"]], "Slip 10%, at -1e-6.")
    html = table._repr_html_()
    assert "at 5&nbsp;%</th>" in html and ">−3&nbsp;[−4,&nbsp;−2]</td>" in html
    assert (
        "Slip 10&nbsp;%, at −1e-6.</caption>" in html
        and "<caption style='text-align:left'>" in html
    )
    assert "-3 [-4, -2]" in str(table)


def test_a_legend_beside_the_panels_has_no_frame():
    figure, (axis,) = style.panels(1)
    axis.plot([0, 1], label="a line")
    legend = figure.legend(loc="outside lower center")
    picture.picture_of(figure, "One line that rises.")
    assert not legend.get_frame_on()


def test_words_are_escaped_and_may_not_be_missing():
    pixels = np.zeros((4, 4, 3), np.uint8)
    assert '"a &quot;b&quot; &lt;c&gt;"' in picture.picture_of(pixels, 'a "b"\n <c>')._repr_html_()
    with pytest.raises(ValueError, match="say in a sentence"):
        picture.picture_of(pixels, "figure")


def test_a_figure_that_is_shown_is_closed_and_told(capsys):
    figure, _ = style.panels(2)
    picture.show(figure, "Two empty panels side by side.")
    assert not plt.fignum_exists(figure.number)
    assert "Two empty panels" in capsys.readouterr().out


def test_the_plot_of_a_table_tells_every_mean_to_those_who_hear_it(capsys):
    cl.behaviour([], {"training": maze.TRAIN}, 20).plot()
    said = " ".join(capsys.readouterr().out.split())
    assert "random: cheese" in said and "planner: cheese 100 %, corner first 100 %" in said


# ── Figures ─────────────────────────────────────────────────────────────────────────────────


def test_goal_and_proxy_have_their_colours():
    table = cl.behaviour([], {"training": maze.TRAIN}, 20)
    axis = behaviour.plot_behaviour(table).axes[0]
    colours = {c.get_label(): c.lines[0].get_color() for c in axis.containers}
    assert colours == {"cheese": style.INTENDED, "corner first": style.PROXY}
    assert axis.get_xlabel() == "share of episodes"


def test_each_seed_is_a_dot_and_no_two_dots_hide_each_other():
    axis = style.panels(1)[1][0]
    marks.seed_dots(axis, {"1": [1.0, 1.0, 0.99, 0.0, 0.0], "3": [0.5]}, above=0.5)
    dots = np.concatenate([line.get_xydata() for line in axis.get_lines()])
    assert len(dots) == 6 and len(np.unique(dots, axis=0)) == 6
    assert [text.get_text() for text in axis.texts] == ["3 of 5", "0 of 1"]


def test_labels_at_the_ends_of_lines_do_not_lie_on_each_other():
    axis = style.panels(1)[1][0]
    for number in range(4):
        axis.plot([0, 1], [0, 0.5 + 0.001 * number], label=f"line {number}")
    axis.plot([0, 1], [1, 1], label="_no")
    marks.end_labels(axis)
    axis.figure.canvas.draw()
    boxes = sorted((t.get_window_extent() for t in axis.texts), key=lambda box: box.y0)
    assert len(boxes) == 4
    assert all(low.y1 <= high.y0 + 1 for low, high in pairwise(boxes))


def test_the_alternative_text_survives_being_stored():
    shown = picture.picture_of(np.zeros((4, 4, 3), np.uint8), "A black square, very small.")
    assert "very small" in json.loads(json.dumps(shown._repr_html_()))


@pytest.mark.parametrize("colour", [*style.COLOURS, "#ffffff", plt.get_cmap("cividis")(0.7)])
def test_words_in_any_colour_can_be_read_on_white(colour):
    from matplotlib.colors import rgb_to_hsv, to_rgb

    given, found = np.array(to_rgb(colour)), np.array(style.legible(colour))
    linear = np.where(found <= 0.04045, found / 12.92, ((found + 0.055) / 1.055) ** 2.4)
    assert 1.05 / (linear @ (0.2126, 0.7152, 0.0722) + 0.05) >= 4.5
    assert (found <= given).all() and np.allclose(rgb_to_hsv(found)[:2], rgb_to_hsv(given)[:2])


def test_seeds_that_have_not_learned_are_rings_beside_full_dots():
    _, (axis,) = style.panels(1)
    marks.seed_dots(axis, {"a": [0.2, 0.9], "b": [0.5]}, hollow={"a": [True, False], "b": [False]},
                    color="red", marker="o")  # fmt: skip
    fills = [(line.get_markerfacecolor(), line.get_ydata().tolist()) for line in axis.get_lines()]
    assert ("white", [0.2]) in fills and ("red", [0.9]) in fills and ("red", [0.5]) in fills

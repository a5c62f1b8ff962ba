"""Links to Binder and Colab: none while the repository has no address, and the right ones then."""

import json

import elsewhere
import nbformat
import pytest
from editions import ELSEWHERE, student, tags, without_additions
from nbformat.v4 import new_markdown_cell, new_notebook
from support.units import UNITS, by_unit
from support.units import student as stored

import course_lib
from lessons import keep_measured

HERE = "https://github.com/Some-Org/spot"


def project(folder, line: str):
    """A pyproject.toml with this line among its addresses."""
    file = folder / "pyproject.toml"
    file.write_text(f'[project]\nname = "x"\n[project.urls]\n{line}\n', encoding="utf-8")
    return file


@by_unit
def test_stored_notebooks_have_the_links_of_the_address_that_there_is(unit):
    wanted = elsewhere.cells(unit.stem, elsewhere.address())
    have = [cell for cell in stored(unit).cells if ELSEWHERE in tags(cell)]
    assert [cell.source for cell in have] == [cell.source for cell in wanted], (
        "run tools/lessons.py --no-run"
    )


def test_the_address_stands_in_one_place(tmp_path):
    assert elsewhere.address(project(tmp_path, "")) == ""
    for written in (HERE, HERE + "/", HERE + ".git"):
        assert elsewhere.address(project(tmp_path, f'Repository = "{written}"')) == HERE


@pytest.mark.parametrize("wrong", ["here", "http://github.com/a/b", "https://github.com/a"])
def test_an_address_that_is_none_is_named(tmp_path, wrong):
    with pytest.raises(ValueError, match="is not an address such as"):
        elsewhere.address(project(tmp_path, f'Repository = "{wrong}"'))


def test_without_an_address_nothing_is_added():
    assert elsewhere.cells("00_start_here", "") == [] and elsewhere.links("00_start_here", "") == ""


def test_with_an_address_a_students_notebook_begins_with_badges_and_colabs_cell():
    unit = UNITS[4].stem
    book = new_notebook(cells=[new_markdown_cell("# A title")])
    made = student(book, elsewhere.cells(unit, HERE))
    nbformat.validate(made)
    badges, colab, title = made.cells
    assert title.source == "# A title" and without_additions(made) == [title]
    tag = f"v{course_lib.__version__}"
    assert (
        f"(https://mybinder.org/v2/gh/Some-Org/spot/{tag}?urlpath=lab/tree/lessons/{unit}.ipynb)"
        in badges.source
    )
    assert f"(https://colab.research.google.com/github/Some-Org/spot/blob/{tag}/" in badges.source
    assert badges.source.count("[![Open ") == 2  # each badge has words, for who cannot see it
    wheel = f"spot_the_difference-{course_lib.__version__}-py3-none-any.whl"
    assert f"{HERE}/releases/download/{tag}/{wheel}" in colab.source
    assert "output.enable_custom_widget_manager()" in colab.source
    assert elsewhere.site(HERE) == "https://some-org.github.io/spot/"


def test_colabs_cell_does_nothing_elsewhere():
    _, colab = elsewhere.cells("00_start_here", HERE)
    exec(colab.source.replace("%pip install", "raise SystemExit  #"), {})


def test_measured_numbers_are_kept_by_unit(tmp_path):
    file = tmp_path / "measured.json"
    keep_measured("02a_x", {"lost": 71.5}, file)
    keep_measured("01a_x", {"near": 6.0}, file)
    keep_measured("02b_x", {}, file)
    known = json.loads(file.read_text(encoding="utf-8"))
    assert known == {"01a_x": {"near": 6.0}, "02a_x": {"lost": 71.5}}

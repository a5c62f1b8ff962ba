"""A file is whole, or as it was before."""

import pytest

from course_lib.engine.files import atomic_path


def test_a_file_is_there_when_the_block_ends_and_not_before(tmp_path):
    path = tmp_path / "a.txt"
    with atomic_path(path) as beside:
        beside.write_text("new")
        assert not path.exists()
    assert path.read_text() == "new" and list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_a_block_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, error):
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(error), atomic_path(path) as beside:
        beside.write_text("ne")
        raise error
    assert path.read_text() == "old" and list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(OSError), atomic_path(tmp_path / "none" / "a.txt") as beside:
        beside.write_text("x")

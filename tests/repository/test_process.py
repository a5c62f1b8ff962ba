"""What is changed for the whole process is put back by whoever leaves last, and not before."""

import gc
import os
import subprocess
import sys
import threading

import pytest

from course_lib.process import SELDOM, ForAWhile, seldom_collecting

PRODUCTS = """
import course_lib as cl
from course_lib.agents import weights
from course_lib.worlds import maze
def threads():
    return [each["num_threads"] for each in weights._linear_algebra().info()]
before, inside = threads(), []
change = weights._one_core._change
def look():
    undo = change()
    inside.append(threads())
    return undo
weights._one_core._change = look
cl.play(cl.load("maze/corner"), maze.DEPLOY, seed=1)
print(before == threads(), all(n == 1 for all_ in inside for n in all_), len(inside) > 0)
"""


class Told(list):
    """What was done and undone."""

    def change(self):
        self.append("done")
        return lambda: self.append("undone")


def test_a_change_is_made_once_and_undone_by_the_last():
    told = Told()
    it = ForAWhile(told.change)
    with it:
        with it:
            assert told == ["done"]
        assert told == ["done"]
    assert told == ["done", "undone"]
    with it:
        assert told == ["done", "undone", "done"]


def test_what_goes_wrong_inside_or_at_the_door_leaves_it_as_it_was():
    told = Told()
    it = ForAWhile(told.change)
    with pytest.raises(KeyError), it:
        raise KeyError("inside")
    assert told == ["done", "undone"]

    def refuse():
        raise OSError("at the door")

    shut = ForAWhile(refuse)
    for _ in range(2):
        with pytest.raises(OSError, match="at the door"), shut:
            pass


def test_a_thread_that_stays_longer_undoes_it():
    told, inside, leave = Told(), threading.Event(), threading.Event()
    it = ForAWhile(told.change)

    def longer():
        with it:
            inside.set()
            leave.wait(10)

    thread = threading.Thread(target=longer)
    with it:
        thread.start()
        inside.wait(10)
    assert told == ["done"]
    leave.set()
    thread.join()
    assert told == ["done", "undone"]


@pytest.mark.parametrize("own", [(700, 10, 10), (0, 10, 10), (100_000, 5, 5)])
def test_the_collector_rests_unless_its_user_lets_it_rest_longer(own):
    before = gc.get_threshold()
    gc.set_threshold(*own)
    try:
        with seldom_collecting:
            assert gc.get_threshold() == (SELDOM if own[0] == 700 else own)
        assert gc.get_threshold() == own
    finally:
        gc.set_threshold(*before)


def test_an_agent_is_asked_on_one_core_and_others_keep_theirs():
    free = {k: v for k, v in os.environ.items() if not k.endswith("_NUM_THREADS")}
    done = subprocess.run(
        [sys.executable, "-c", PRODUCTS], env=free, capture_output=True, text=True
    )
    assert done.stdout.split() == ["True"] * 3, done.stderr[-2000:]

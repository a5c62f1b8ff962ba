"""What was found out about records is found out once, and only so much of it is kept."""

import numpy as np

from course_lib.engine.record import RecordCache

RECORDS = np.zeros(4, [("a", np.int32), ("b", np.uint8, 3), ("other", np.int64)])
RECORDS["a"] = [1, 2, 1, 3]
RECORDS["other"] = range(4)


def test_a_record_is_looked_into_once_for_what_matters_of_it():
    asked = []
    cache = RecordCache(("a", "b"), 10)
    answers = [cache.recall(s, lambda s: asked.append(s["other"]) or int(s["a"])) for s in RECORDS]
    assert answers == [1, 2, 1, 3] and asked == [0, 1, 3]


def test_of_too_many_the_oldest_go():
    cache = RecordCache(("a",), 2)
    for s in RECORDS[[0, 1, 3]]:
        cache[s] = int(s["a"])
    assert len(cache) == 2
    assert cache.recall(RECORDS[1], lambda s: "new") == 2
    assert cache.recall(RECORDS[0], lambda s: "new") == "new"

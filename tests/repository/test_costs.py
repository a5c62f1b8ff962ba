"""The page of what a thousand agents cost is made of the rows that are shipped."""

import costs


def test_the_page_has_the_table_of_the_shipped_rows():
    page = costs.PAGE.read_text(encoding="utf-8")
    shown = page.split(costs.BEGIN)[1].split(costs.END)[0].strip()
    assert shown == costs.table().strip(), "python tools/costs.py --write"


def test_seconds_that_were_counted_come_before_those_of_the_clock(monkeypatch):
    rows = [{"name": "maze", "steps": 100, "seconds": 50.0, "core_seconds": 7.2},
            {"name": "gems", "steps": 300, "seconds": 9.0, "core_seconds": 3.6}]  # fmt: skip
    monkeypatch.setattr(costs, "load_results", lambda name: rows)
    monkeypatch.setattr(costs, "card_of", lambda path: {"machine": "some, 2 cores"})
    lines = [line for _, line in costs._lines("live_runs")]
    assert lines == [
        "| `live_runs maze` | 1 | 100 | 7 | 2.0 core-hours | computing, some |",
        "| `live_runs gems` | 1 | 300 | 4 | 1.0 core-hours | computing, some |",
    ]

"""What widgets hold in the browser: nothing once closed, and little when there are fifty."""

import pytest
from support.browser_tools import browser_page, chromium, stand_alone, wait_until
from support.widget_states import WIDGETS, episode, known_levels

from course_lib.study.game import known
from course_lib.widgets import EpisodePlayer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed; see make test"),
]

COUNT = """() => {
    const count = window.left = {};
    const add = (what, n) => { count[what] = (count[what] || 0) + n; };
    for (const target of [window, document]) {
        for (const [name, n] of [["addEventListener", 1], ["removeEventListener", -1]]) {
            const own = target[name];
            target[name] = (...all) => { add(all[0], n); own.apply(target, all); };
        }
    }
    for (const kind of ["ResizeObserver", "IntersectionObserver", "MutationObserver"]) {
        window[kind] = class extends window[kind] {
            observe(...all) { add(kind, 1); super.observe(...all); }
            disconnect() { add(kind, -1); super.disconnect(); }
        };
    }
    const timers = new Set();
    window.timers = timers;
    for (const kind of ["Timeout", "Interval"]) {
        const [set, clear] = [window["set" + kind], window["clear" + kind]];
        window["set" + kind] = (act, ...rest) => {
            const once = kind === "Timeout";
            const id = set(() => { if (once) timers.delete(id); act(); }, ...rest);
            timers.add(id);
            return id;
        };
        window["clear" + kind] = (id) => { timers.delete(id); clear(id); };
    }
    const ask = window.requestAnimationFrame.bind(window);
    window.frames_asked = 0;
    window.requestAnimationFrame = (act) => { window.frames_asked += 1; return ask(act); };
    window.quiet = (n) => new Promise((done) => {
        const wait = () => (n-- ? ask(wait) : done());
        wait();
    });
    window.painted = new Set();
    const {drawImage} = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.drawImage = function (...all) {
        window.painted.add(this.canvas);
        drawImage.apply(this, all);
    };
}"""


@pytest.fixture
def counting(monkeypatch):
    """A page that counts what its widgets hold."""
    monkeypatch.setattr(known, "known_levels", known_levels)
    with browser_page() as page:
        page.add_init_script(f"({COUNT})()")
        yield page


@pytest.mark.parametrize("name", list(WIDGETS))
def test_a_widget_that_is_closed_gives_everything_back(counting, name):
    for make in WIDGETS[name]:
        stand_alone(counting, make())
        main = counting.locator("main")
        for key in ("Space", "ArrowRight", "c"):  # play, start the clock of a class
            main.locator("[tabindex]").first.focus()
            counting.keyboard.press(key)
        counting.evaluate("window.close_widget()")
        assert counting.evaluate("model.listening()") == 0
        left = counting.evaluate("window.left")
        assert {k: n for k, n in left.items() if n > 0} == {}
        assert counting.evaluate("window.timers.size") == 0
        counting.evaluate("() => { window.frames_asked = 0; return window.quiet(3); }")
        assert counting.evaluate("window.frames_asked") == 0


MANY = """async () => {
    const [url, model] = [window.url, window.model];
    const widget = (await import(url)).default;
    for (let n = 1; n < 50; n++) {
        const host = document.createElement("div");
        document.querySelector("main").append(host);
        await widget.render({model, el: host});
    }
    await window.quiet(3);
}"""


def test_of_fifty_players_only_those_on_the_screen_are_drawn(counting):
    stand_alone(counting, EpisodePlayer(episode()))
    counting.evaluate(MANY)
    players = counting.locator(".cl-player")
    assert players.count() == 50
    canvases = "[...document.querySelectorAll('.cl-stage canvas')]"
    drawn = f"() => {canvases}.map((one) => window.painted.has(one))"
    at_first = counting.evaluate(drawn)
    assert at_first[0] and not any(at_first[10:])
    players.last.scroll_into_view_if_needed()
    wait_until(counting, lambda: counting.evaluate(drawn)[49])
    assert not counting.evaluate(drawn)[25]
    assert players.nth(25).locator("canvas").bounding_box()["height"] > 100, "its place is kept"
    counting.evaluate("() => { window.frames_asked = 0; return window.quiet(3); }")
    assert counting.evaluate("window.frames_asked") == 0, "nothing runs while nothing plays"
    players.last.locator(".cl-play").click()
    asked = counting.evaluate(
        "async () => { frames_asked = 0; await quiet(10); return frames_asked; }"
    )
    assert 1 <= asked <= 12, "one loop, of the one that plays"
    counting.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    assert all(counting.evaluate(drawn)), "on paper all are"

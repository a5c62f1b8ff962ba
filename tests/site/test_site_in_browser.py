"""The site in Chromium, from its folder and from a server: pages, addresses, trouble, looks."""

from contextlib import contextmanager
from importlib.resources import files

import pytest
from serverless.pages import PAGES, there
from support.browser_tools import browser_page, chromium, wait_until
from support.site import SECONDS, WAYS, Visit, opened
from support.waiting import at_rest
from support.widget_page import look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed; see make test"),
]
AXE = files("axe_playwright_python").joinpath("axe.min.js")
AUDIT = """async () => {
    const {violations} = await axe.run(document);
    return violations.map(({id, nodes}) =>
        `${id}: ${nodes.map(n => n.html.slice(0, 120) + " " + n.failureSummary).join(" | ")}`);
}"""
FULLER = [  # states of pages that are wider than their first one
    "watch.html#agent=coin_run/end&beside=planner&step=20",
    "play.html#world=coin_run&distribution=no-wall&against=coin_run/end:0",
]
WIDTHS = (390, 620, 768, 1024, 1280, 1920)


@pytest.fixture(scope="module")
def page():
    with browser_page() as page:
        page.set_default_timeout(SECONDS * 1000)
        yield page


@contextmanager
def another(page, **options):
    """A page of the same browser that begins with nothing."""
    context = page.context.browser.new_context(**options)
    try:
        yield context.new_page()
    finally:
        context.close()


@pytest.fixture(scope="module", params=WAYS)
def base(request, site_folder):
    """The address of the site's folder, opened in both ways."""
    with opened(site_folder, request.param) as base:
        yield base


@pytest.fixture
def visit(page, base):
    """A visit to the site, at whose end nothing was asked for outside of it."""
    visit = Visit(page, base)
    yield visit
    assert (visit.outside, visit.failed, visit.errors) == ([], [], [])
    visit.end()


def field(page, label: str):
    """The first field with this label."""
    return page.get_by_label(label, exact=True).first


def names() -> list[str]:
    return ["index", *there()]


def test_all_pages_that_the_header_knows_are_there():
    assert there() == list(PAGES)


def test_every_page_opens_and_nothing_leaves_the_folder(visit):
    for name in names():
        visit.go(f"{name}.html")
        assert visit.trouble == "", name
        assert visit.page.title().endswith("Spot the Difference")
        assert visit.page.locator("h1").count() == 1, name
        links = visit.page.locator("nav a").evaluate_all("all => all.map(a => a.href)")
        assert all(link.startswith(visit.base) for link in links)
    visit.page.wait_for_timeout(300)  # for what is loaded a moment later


# ── Addresses ──


def test_an_address_opens_this_level_with_this_agent_at_this_step(visit):
    asked = "watch.html#world=maze&agent=maze/corner:1&distribution=deployment&seed=7&step=3"
    visit.go(asked)
    page = visit.page
    player = page.locator(".cl-player")
    assert player.get_attribute("data-step") == "3"
    assert page.locator("canvas").first.get_attribute("aria-label").startswith(
        "mouse 1 · deployment · level 7. Step 3 of"
    )  # fmt: skip
    assert visit.address == asked
    before = look(page.locator("canvas").first)
    field(page, "Levels").select_option("large-anywhere")
    wait_until(page, lambda: visit.trouble != "")  # it sees another size
    assert "9 × 9 tiles" in visit.trouble
    assert field(page, "Levels").input_value() == "deployment"
    page.get_by_role("button", name="New level").click()
    wait_until(page, lambda: "seed=8" in visit.address)
    assert visit.trouble == "" and look(page.locator("canvas").first) != before
    page.goto(visit.base + asked)  # only what stands behind the # is another
    wait_until(page, lambda: look(page.locator("canvas").first) == before)


def test_play_goes_on_to_new_levels_and_the_address_follows(visit):
    visit.go("play.html#world=gems&distribution=deployment&seed=3&against=planner")
    page = visit.page
    arcade = page.locator(".cl-arcade")
    for seed in range(4, 12):  # further than the levels that were made ahead
        page.keyboard.press("Tab")
        page.locator(".cl-frame").focus()
        page.keyboard.press("n")
        wait_until(page, lambda s=seed: arcade.get_attribute("data-seed") == str(s))
    wait_until(page, lambda: "seed=11" in visit.address)
    for _ in range(80):
        if page.locator(".cl-beside .cl-player").count():
            break
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowUp")
    wait_until(page, lambda: page.locator(".cl-beside .cl-player").count() == 1)
    assert page.locator(".cl-beside figcaption").inner_text() == "The same level twice"
    field(page, "World").select_option("coin_run")
    wait_until(page, lambda: "world=coin_run&distribution=training" in visit.address)
    assert visit.trouble == ""


def test_one_part_can_be_shown_alone(visit):
    visit.go("play.html?part=game#world=maze&seed=2")
    page = visit.page
    assert page.locator(".cl-arcade").is_visible()
    assert not page.locator(".site-header").is_visible()
    assert not page.locator("h1").is_visible()
    visit.go("watch.html?part=measure")
    assert page.get_by_role("button", name="Measure").is_visible()
    assert not page.locator(".cl-player").is_visible()
    visit.go("play.html?part=nonsense")
    assert visit.trouble == "This page has no part “nonsense”; it has: game."
    assert page.locator("h1").is_visible()


# ── Measuring ──


def test_a_thousand_levels_are_counted_with_progress_and_can_be_stopped(visit):
    visit.go("watch.html#agent=gems/yellow-gem:0")
    page = visit.page
    field(page, "How many of each").select_option("100")
    page.get_by_role("button", name="Measure").click()
    page.wait_for_selector(".site-measured", state="attached")
    text = page.locator(".site-measured").first.inner_text()
    assert "(intended goal)" in text and "(proxy)" in text
    assert "planner" in text and "random" in text
    visit.go("watch.html#agent=coin_run/end:0")  # gems are through before a hand is at the button
    field(page, "How many of each").select_option("5000")
    page.get_by_role("button", name="Measure").click()
    page.get_by_role("button", name="Stop").click()
    wait_until(page, lambda: "stopped" in page.locator("#measure [role=status]").inner_text())
    assert page.locator(".site-measured").count() == 0
    assert visit.trouble == ""


# ── Trouble: one sentence, and nothing lost ──

WRONG = {
    "play.html#world=nowhere": "There is no world “nowhere”; there are: ",
    "play.html#distribution=wet": "Maze has no distribution “wet”; there are: training, ",
    "play.html#seed=-1": "A level is a whole number from 0 to 2147483647, not “-1”.",
    "play.html#against=maze/nobody": "There is no agent “maze/nobody” on this site",
    "watch.html#agent=maze/corner:99": "There is no agent “maze/corner:99” on this site",
    "watch.html#world=gems&agent=maze/corner": "lives in another world than Gems.",
    "watch.html#step=1.5": "“step” is a whole number from 0 to 2147483647, not “1.5”.",
}


def test_an_address_of_what_there_is_not_gives_one_sentence(visit):
    for address, sentence in WRONG.items():
        visit.go(address)
        assert sentence in visit.trouble, address
        assert visit.trouble.count(". ") <= 1 and visit.page.locator("h1").is_visible()
        assert field(visit.page, "World").input_value() != "", address  # one can go on
    field(visit.page, "World").select_option("maze")
    wait_until(visit.page, lambda: visit.trouble == "")


@pytest.mark.parametrize("damage", ["missing", "cut", "other"])
def test_a_damaged_file_of_data_gives_one_sentence(page, site_folder, damage):
    with opened(site_folder, "http") as base:
        visit = Visit(page, base)
        whole = (site_folder / "data/agent/maze/corner/2.js").read_bytes()
        body = {
            "missing": b"",
            "cut": whole[: len(whole) // 2],
            "other": whole[:90_000] + whole[91_000:],
        }

        def answer(route):
            if damage == "missing":
                route.fulfill(status=404)
            else:
                route.fulfill(body=body[damage], content_type="text/javascript; charset=utf-8")

        page.route("**/corner/2.js", answer)
        try:
            visit.go("watch.html#agent=maze/corner:2")
        finally:
            page.unroute("**/corner/2.js")
        words = (
            "could not be loaded" if damage == "missing" else "is damaged: copy the folder anew."
        )
        assert words in visit.trouble and "data/agent/maze/corner/2.js" in visit.trouble
        field(page, "Agent").select_option("maze/corner:3")
        wait_until(page, lambda: visit.trouble == "")
        wait_until(page, lambda: page.locator(".cl-player").count() == 1)


def test_without_webassembly_one_can_play_and_is_told_why_no_agent_acts(page, site_folder):
    with another(page) as page, opened(site_folder, "file") as base:
        page.add_init_script("delete globalThis.WebAssembly")
        visit = Visit(page, base)
        visit.go("watch.html")
        assert visit.trouble.startswith("This browser has no WebAssembly")
        visit.go("play.html")
        assert visit.trouble == "" and page.locator(".cl-arcade").is_visible()


def test_a_full_or_forbidden_store_takes_nothing_away(page, site_folder):
    with another(page) as page, opened(site_folder, "file") as base:
        page.add_init_script(
            "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') }"
        )
        visit = Visit(page, base)
        visit.go("play.html")
        page.locator(".site-theme").click()
        assert page.locator("html").get_attribute("data-jp-theme-light") == "false"
        assert visit.clean and page.locator(".cl-arcade").is_visible()


# ── Looks ──


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_to_say_and_nothing_is_cut(page, site_folder, scheme):
    page.emulate_media(color_scheme=scheme)
    found: list[str] = []
    with opened(site_folder, "file") as base:
        visit = Visit(page, base)
        for name in [f"{name}.html" for name in names()] + FULLER:
            visit.go(name)
            for details in page.locator("details").all():
                details.evaluate("node => { node.open = true; }")
            page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
            found += [f"{name}: {words}" for words in page.evaluate(AUDIT)]
            for width in WIDTHS if scheme == "light" else (390,):
                page.set_viewport_size({"width": width, "height": 900})
                at_rest(page)
                wide = page.evaluate("document.documentElement.scrollWidth")
                found += [f"{name}: {wide} pixels in {width}"] if wide > width else []
            page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")
    assert found == []


def test_with_javascript_off_every_page_says_so_and_shows_a_still(page, site_folder):
    with another(page, java_script_enabled=False) as page, opened(site_folder, "file") as base:
        for name in names():
            page.goto(f"{base}{name}.html")
            assert page.locator("h1").is_visible(), name
            assert page.locator("nav a").count() == len(there())
            if name != "read":
                assert "JavaScript" in page.locator("main").inner_text(), name
                assert page.locator("main img").count() >= 1, name


def test_all_can_be_reached_by_keyboard(page, site_folder):
    with opened(site_folder, "file") as base:
        Visit(page, base).go("watch.html")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "site-skip"
        page.keyboard.press("Enter")
        seen = []
        for _ in range(40):
            page.keyboard.press("Tab")
            seen.append(page.evaluate("document.activeElement.textContent || 'field'")[:20])
        assert "Measure" in seen and "New level" in seen

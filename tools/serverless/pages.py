"""The site's pages: what stands in site/pages, in the frame of site/template.html."""

import re
from html import escape
from pathlib import Path
from string import Template

from serverless import agents

SITE = Path(__file__).resolve().parents[2] / "site"
# By file, in the order of the header: what the page is called there, and what one does on it. A
# page that is not in site/pages is linked nowhere.
PAGES = {
    "play": ("Play", "The worlds of the course, by hand, with new levels without end."),
    "spot": ("Spot the difference", "See where an agent was trained, and guess what it will do."),
    "watch": ("Watch and measure", "Any agent on any levels, and 1,000 fresh ones counted."),
    "train": ("Train", "An agent from nothing in about half a minute, while you look on."),
    "edit": ("Edit", "Draw a level, and see at every place what an agent would do there."),
    "read": ("Read", "The lessons, with everything in them alive."),
}
FIELD = re.compile(r"<!-- (\w+): (.*?) -->\n", re.S)


def there() -> list[str]:
    """The names of the pages that there are, in the order of the header."""
    return [name for name in PAGES if (SITE / "pages" / f"{name}.html").exists()]


def write(folder: Path) -> None:
    """Write every page of site/pages."""
    for name in ["index", *there()]:
        text = (SITE / "pages" / f"{name}.html").read_text(encoding="utf-8")
        fields = dict(FIELD.findall(text))
        main = Template(FIELD.sub("", text)).safe_substitute(cards=cards(), agents=agents.words())
        page = framed(name, main, fields["title"], fields["about"], preload=fields.get("data", ""))
        (folder / f"{name}.html").write_text(page, encoding="utf-8")


def framed(
    name: str, main: str, title: str, about: str, preload: str = "", root: str = "", at: str = ""
) -> str:
    """A whole page round its content.

    name: of its script and style, js/<name>.js and .css. preload: names of data that are loaded
    with the page, with spaces between. root: "../" for a page one folder further in.
    at: the page of the header that is marked as the current one, `name` by default.
    """
    frame = Template((SITE / "template.html").read_text(encoding="utf-8"))
    links = [
        f'<link rel="preload" as="script" href="{root}data/{one.replace(":", "/")}.js">'
        for one in preload.split()
    ]
    return frame.substitute(
        name=name, main=main.strip(), title=escape(title), about=escape(about), root=root,
        navigation=navigation(at or name, root), preload="\n".join(links),
    )  # fmt: skip


def navigation(current: str, root: str = "") -> str:
    """The links of the header."""
    marks = {current: ' aria-current="page"'}
    return "\n".join(
        f'<a href="{root}{name}.html"{marks.get(name, "")}>{PAGES[name][0]}</a>' for name in there()
    )


def cards() -> str:
    """The pages that there are as a list, each with what one does there."""
    items = [
        f'<li><a href="{name}.html">{PAGES[name][0]}</a><p>{PAGES[name][1]}</p></li>'
        for name in there()
    ]
    return '<ul class="site-cards">\n' + "\n".join(items) + "\n</ul>"

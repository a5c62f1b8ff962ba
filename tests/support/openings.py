"""What somebody sees who opens a stored lesson for the first time, and runs nothing."""

from dataclasses import dataclass, field

# What the widgets of a page look like: errors that can be read, widgets that are drawn, and, where
# there is none, pictures of them that say what to do.
LOOK = """() => {
    const seen = (node) => {
        const { width, height } = node.getBoundingClientRect();
        return width > 1 && height > 1 && getComputedStyle(node).visibility !== "hidden";
    };
    const count = (selector, fits) =>
        [...document.querySelectorAll(`.jp-Notebook ${selector}`)].filter(fits).length;
    const drawn = (node) => seen(node) && node.querySelector("canvas, svg, input, button") !== null;
    const told = (node) => seen(node) && /run (its|this|the) cell/i.test(node.innerText);
    const trouble = /Error displaying|Loading widget|model not found|Error creating widget/;
    return {
        errors: count(".jp-OutputArea-output", (n) => seen(n) && trouble.test(n.innerText)),
        widgets: count(".cl-widget", drawn),
        stills: count(".cl-still", told),
    };
}"""
PLACES = """() => {
    const cells = window.jupyterapp.shell.currentWidget.content.model.toJSON().cells;
    const text = (o) => [o.data?.["text/html"] ?? ""].flat().join("");
    return cells.flatMap((c, n) =>
        (c.outputs ?? []).some((o) => text(o).includes("cl-still")) ? [n] : []);
}"""
DIRTY = "() => window.jupyterapp.shell.currentWidget.content.model.dirty"
CLOSE = "async () => { void window.jupyterapp.commands.execute('application:close'); }"


@dataclass
class Opening:
    """What was seen at one opening: numbers of cells with a widget, and of what stood there."""

    cells: int = 0
    widgets: int = 0
    stills: int = 0
    errors: int = 0
    asks: bool = False  # whether closing it asked for anything
    problems: list[str] = field(default_factory=list)  # what the page itself complained of

    @property
    def good(self) -> bool:
        """Whether every widget, or its picture with what to do, is there, and nothing else."""
        return not (self.errors or self.asks) and self.widgets + self.stills >= self.cells > 0


def look(page) -> Opening:
    """What stands in the open notebook, every cell with a widget brought into view."""
    seen = Opening()
    for place in page.evaluate(PLACES):
        page.evaluate("n => window.jupyterapp.shell.currentWidget.content.scrollToItem(n)", place)
        cell = page.locator(f".jp-Notebook [data-windowed-list-index='{place}']")
        cell.locator(".cl-widget, .cl-still").first.wait_for(state="attached")
        cell.scroll_into_view_if_needed()
        page.wait_for_timeout(1500)
        found = cell_of(page, place)
        seen.cells += 1
        seen.widgets += found["widgets"] > 0
        seen.stills += found["stills"] > 0
        seen.errors += found["errors"]
    return seen


def cell_of(page, place: int) -> dict:
    """What `LOOK` counts in one cell."""
    here = f".jp-Notebook [data-windowed-list-index='{place}']"
    return page.evaluate(LOOK.replace(".jp-Notebook", here))


def closing_asks(page) -> bool:
    """Close the notebook; whether JupyterLab asks what to do with changes."""
    dirty = page.evaluate(DIRTY)
    page.evaluate(CLOSE)
    page.wait_for_timeout(500)
    return dirty or page.locator(".jp-Dialog").count() > 0

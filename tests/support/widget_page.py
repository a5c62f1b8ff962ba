"""A widget in a real Chromium without Jupyter: its own JavaScript and its own Python object.

What the browser sends goes to the object, and what that changed comes back, as the notebook would
do it; so a test needs no server and no kernel. `tests/browser_tools.py` has the whole JupyterLab.
"""

import json

HIDDEN = ("_esm", "_css", "_anywidget_id", "layout", "tabbable", "tooltip", "tabindex")
DARK = {
    "--jp-ui-font-color1": "#e0e0e0",
    "--jp-ui-font-color2": "#b0b0b0",
    "--jp-layout-color0": "#111111",
    "--jp-layout-color2": "#333333",
    "--jp-border-color1": "#666666",
    "--jp-brand-color1": "#64b5f6",
    "--jp-error-color1": "#ff8a80",
}
MODEL = """
async ([code, state]) => {
  const heard = {};
  const fire = (name) => (heard[name] || []).forEach((one) => one());
  const take = (fresh) => {
    const changed = Object.keys(fresh).filter((k) => JSON.stringify(fresh[k]) !== JSON.stringify(state[k]));
    Object.assign(state, fresh);
    changed.forEach((k) => fire("change:" + k));
  };
  let own = {};
  const model = {
    get: (name) => state[name],
    set: (name, value) => { state[name] = own[name] = value; fire("change:" + name); },
    save_changes: () => { const sent = own; own = {}; window.talk("state", sent).then(take); },
    send: (message) => { window.sent.push(message); window.talk("message", message).then(take); },
    on: (name, f) => { (heard[name] ??= []).push(f); },
    off: (name, f) => { heard[name] = (heard[name] || []).filter((one) => one !== f); },
  };
  window.sent = [];
  window.outside = [];
  document.addEventListener("keydown", (event) => window.outside.push(event.key));
  window.listening = () => Object.values(heard).flat().length;
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const widget = (await import(url)).default;
  window.close_widget = widget.render({ model, el: document.querySelector("#host") });
  window.take = take;
}
"""  # noqa: E501


def state_of(widget) -> dict:
    """The traits that the browser sees."""
    return {k: v for k, v in widget.get_state().items() if k not in HIDDEN and k[0] != "_"}


def show(page, widget, theme: str = "light"):
    """The page shows this widget and nothing else; gives the element that holds it."""

    def talk(kind: str, content: dict) -> dict:
        if kind == "state":
            widget.set_state(content)
        else:
            widget._hear(content)
        return json.loads(json.dumps(state_of(widget)))

    page.expose_function("talk", talk)
    dark = "".join(f"{k}:{v};" for k, v in DARK.items()) if theme == "dark" else ""
    ground = "#111" if theme == "dark" else "#fff"
    page.set_content(
        f"<html lang='en'><head><title>widget</title><style>{widget._css}</style></head>"
        f"<body data-jp-theme-light='{str(theme != 'dark').lower()}' style='{dark}"
        f"background:{ground}'><main><div id='host'></div></main></body></html>"
    )
    page.evaluate(MODEL, [widget._esm, json.loads(json.dumps(state_of(widget)))])
    return page.locator("#host")


def refresh(page, widget) -> None:
    """What was changed in Python has come to the page."""
    page.evaluate("state => window.take(state)", json.loads(json.dumps(state_of(widget))))


def look(canvas) -> str:
    """The pixels of a canvas as text: another picture is another text."""
    return canvas.evaluate("node => node.toDataURL()")

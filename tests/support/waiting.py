"""Waiting for states, never for times: a busy machine draws late, and an idle one at once."""

from collections.abc import Callable
from typing import Any

# Whether everything stands where it stood two frames and 60 ms before. A page that nobody looks at
# may have no frames, so each is waited for half a second at most; what plays never comes to rest.
_AT_REST = """async () => {
    const look = () => JSON.stringify([...document.querySelectorAll("body *")].map((one) => {
        const {x, y, width, height} = one.getBoundingClientRect();
        return [x, y, width, height].map(Math.round);
    }));
    const later = (time) => new Promise((go) => setTimeout(go, time));
    const frame = () => Promise.race([new Promise(requestAnimationFrame), later(500)]);
    let latest = look();
    for (let n = 0; n < 50; n++) {
        await frame(); await frame(); await later(60);
        const now = look();
        if (now === latest) return;
        latest = now;
    }
}"""


def at_rest(page: Any) -> None:
    """Returns when nothing in the page moves any more, or soon after where something plays."""
    page.evaluate(_AT_REST)


def settled(page: Any, look: Callable[[], Any], times: int = 5) -> Any:
    """What `look()` gives, once it has given it so many times in a row, 200 ms apart."""
    latest, same = look(), 1
    for _ in range(150):
        page.wait_for_timeout(200)
        before, latest = latest, look()
        same = same + 1 if latest == before else 1
        if same == times:
            return latest
    raise AssertionError(f"it does not settle; it is {latest!r:.200} now")

// Into view: what a cell has just shown. After Shift+Enter the notebook goes on to the next cell and
// stays there, so a widget that comes a moment later stands above what is seen, or half below it.

const FRESH = 30; // seconds since Python showed it; later a view is one that was drawn again
const MARGIN = 8; // pixels around it

/**
 * How far to scroll down so that a part is seen, from its top on where it is higher than the room.
 * @param {{ top: number, bottom: number }} part
 * @param {{ top: number, bottom: number }} room what is seen
 */
export function way(part, room) {
  const up = part.top - MARGIN - room.top;
  const down = part.bottom + MARGIN - room.bottom;
  if (up < 0) return up;
  return down > 0 ? Math.min(up, down) : 0;
}

/**
 * What scrolls around a node; null if nothing does.
 * @param {Element} node
 */
function scrollerOf(node) {
  for (let at = node.parentElement; at; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowY) && at.clientHeight < at.scrollHeight)
      return at;
  }
  return null;
}

/**
 * Whether the reader has just run this cell and stays at it: it is active, or the one after it is.
 * @param {Element} cell
 */
const isHere = (cell) =>
  [cell, cell.nextElementSibling].some((one) => one?.classList.contains("jp-mod-active"));

/**
 * Scrolls to a widget, with its cell where both find room; not if the reader has gone elsewhere.
 * @param {Element} root
 */
function bring(root) {
  const cell = root.closest(".jp-Cell");
  const scroller = scrollerOf(root);
  if (!cell || !scroller || !isHere(cell)) return;
  const room = scroller.getBoundingClientRect();
  const box = root.getBoundingClientRect();
  if (box.bottom < room.top - MARGIN || box.top > room.bottom + MARGIN) return;
  const whole = cell.getBoundingClientRect();
  const part = whole.height + 2 * MARGIN <= room.height ? whole : box;
  scroller.scrollTop += way(part, room);
}

/**
 * Brings a widget into view once it has been drawn, if its cell was run just now.
 * @param {import("./types.d.ts").Model} model
 * @param {Element} root
 */
export function bringIntoView(model, root) {
  const age = Date.now() / 1000 - (model.get("shown_at") ?? 0);
  if (Math.abs(age) > FRESH) return;
  const drawn = new ResizeObserver(() => {
    if (root.clientHeight === 0) return;
    drawn.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => bring(root)));
  });
  drawn.observe(root);
}

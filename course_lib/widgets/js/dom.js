// Elements of the page, made in one call.

const SVG = "http://www.w3.org/2000/svg";

/**
 * A new HTML element with attributes ("on…" adds a listener) and children.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, any>} attributes
 * @param {(Node | string | null | undefined)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value != null) node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

/**
 * A new SVG element.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, any>} attributes
 * @param {(Node | string)[]} children
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/**
 * A button of the course; `words` is its face, `attributes` what it has besides.
 * @param {Node | string} words
 * @param {((event: MouseEvent) => void) | null} onclick
 * @param {Record<string, any>} attributes
 */
export function button(words, onclick, attributes = {}) {
  const own = { type: "button", class: "cl-button", ...attributes };
  return el("button", onclick ? { ...own, onclick } : own, words);
}

/**
 * A small picture of one path, for buttons; screen readers pass over it.
 * @param {string} path
 */
export function icon(path) {
  return svg(
    "svg",
    { viewBox: "0 0 20 20", class: "cl-icon", "aria-hidden": "true" },
    svg("path", { d: path, fill: "currentColor" }),
  );
}

/**
 * The pen of a canvas.
 * @param {HTMLCanvasElement} canvas
 * @returns {CanvasRenderingContext2D}
 */
export function pen(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}

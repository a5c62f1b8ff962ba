// A slider with a label, and what its position stands for in words.

import { el } from "../../../course_lib/widgets/js/dom.js";

/**
 * @param {string} label
 * @param {{ low: number, high: number, by?: number }} range
 * @param {(value: number) => string} inWords
 * @param {(value: number) => void} chosen hears of every position on the way
 */
export function makeSlider(label, { low, high, by = 1 }, inWords, chosen) {
  const input = el("input", { type: "range", min: low, max: high, step: by });
  const told = el("output", { class: "site-told" });
  const node = el("label", { class: "site-slider" }, el("span", {}, label, ": ", told), input);
  const tell = () => {
    const words = inWords(Number(input.value));
    told.textContent = words;
    input.setAttribute("aria-valuetext", words);
  };
  input.addEventListener("input", () => {
    tell();
    chosen(Number(input.value));
  });
  /** @param {number} value */
  const show = (value) => {
    input.value = String(value);
    tell();
  };
  return { node, input, show };
}

// What the world's rules refuse, said to somebody who draws: no letters of a level's text, no code.

/** @type {[RegExp, string][]} what the rules say, and how it is said here */
const SAID = [
  [/^the border of a level must be wall/, "The wall round the level has to stay closed."],
  [/^the first and the last column .* must be ground/, "Both ends of the level have to stay."],
  [/^the lowest row .* must be ground/, "The lowest row has to stay ground, or be a pit."],
  [
    /^the top row is the inventory/,
    "The top row is for the keys that were taken: nothing can be put there.",
  ],
  [/^a level needs exactly one (.+); this has 0$/, "The $1 has to stay: put it elsewhere instead."],
  [/^a level needs exactly one (.+); this has \d+$/, "There can be only one $1 in a level."],
  [/^a level needs at least one (.+); this has 0$/, "At least one $1 has to stay."],
  [
    /^the number of (.+) must be a whole number from (\d+) to (\d+), not (\d+)$/,
    "A level has from $2 to $3 $1; this one would have $4.",
  ],
];

/**
 * A refusal as a sentence.
 * @param {string} text
 */
export function plain(text) {
  for (const [pattern, words] of SAID) {
    const found = pattern.exec(text);
    if (found) return words.replace(/\$(\d)/g, (_, group) => found[group]);
  }
  if (!text) return "";
  const whole = /[.!?]$/.test(text) ? text : `${text}.`;
  return whole[0].toUpperCase() + whole.slice(1);
}

// What levels hold, in words.

/** @typedef {Record<string, number>} Counts from the name of a tile to how many there are */

/** @param {Counts} counts */
export const inWords = (counts) =>
  Object.entries(counts)
    .map(([name, n]) => `${name} ${n}`)
    .join(", ");

/**
 * The mean of each count, and the least and most: what differs from level to level.
 * @param {Counts[]} levels
 */
export function tellMeans(levels) {
  const names = [...new Set(levels.flatMap((counts) => Object.keys(counts)))];
  const parts = names.map((name) => {
    const all = levels.map((counts) => counts[name] || 0);
    const [low, high] = [Math.min(...all), Math.max(...all)];
    const mean = all.reduce((a, b) => a + b, 0) / all.length;
    return low === high
      ? `${name} always ${low}`
      : `${name} ${mean.toFixed(1)} (${low} to ${high})`;
  });
  return `In these ${levels.length} levels: ${parts.join(", ")}.`;
}

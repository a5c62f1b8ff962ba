// 95 % intervals: the twins of study/measure/stats.py, but for counts, which are given normal
// intervals here; with a thousand episodes the bootstrap's are the same to two digits.

const Z95 = 1.959964;

/**
 * The interval of a rate of `hits` in `n` trials (Wilson 1927).
 * @param {number} hits
 * @param {number} n
 * @returns {[number, number]}
 */
export function wilson(hits, n) {
  if (n === 0) return [0, 1];
  const [rate, z2] = [hits / n, Z95 ** 2];
  const centre = (rate + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z95 / (1 + z2 / n)) * Math.sqrt((rate * (1 - rate)) / n + z2 / (4 * n * n));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

/**
 * The mean of values, one an episode, with its interval: Wilson's where all are 0 or 1.
 * @param {number[]} values
 */
export function rowOf(values) {
  const n = values.length;
  const sum = values.reduce((total, value) => total + value, 0);
  const mean = sum / n;
  if (values.every((value) => value === 0 || value === 1)) {
    const [low, high] = wilson(sum, n);
    return { mean, low, high };
  }
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  const half = (Z95 * Math.sqrt(squares / n)) / Math.sqrt(n);
  return { mean, low: mean - half, high: mean + half };
}

// Ticks and lines of charts.

/**
 * About `count` round numbers from `low` to `high`.
 * @param {number} low
 * @param {number} high
 */
export function ticks(low, high, count = 5) {
  const rough = (high - low || 1) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((n) => n * power >= rough) ?? 10) * power;
  const out = [];
  for (let v = Math.ceil(low / step - 1e-9) * step; v <= high + step * 1e-9; v += step) {
    out.push(Math.abs(v) < step / 1e6 ? 0 : v);
  }
  return out;
}

/**
 * SVG path data through points [x, y]; a gap where y is not a number.
 * @param {number[][]} points
 */
export function linePath(points) {
  let pen = "M";
  let out = "";
  for (const [x, y] of points) {
    if (!Number.isFinite(y)) {
      pen = "M";
      continue;
    }
    out += `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
    pen = "L";
  }
  return out;
}

/**
 * Which lines lie on each other: groups of their numbers, in the order of the first of each.
 * @param {number[][][]} lines of points [x, y]
 * @param {number} near how far two that lie on each other may be apart
 */
export function same(lines, near) {
  /** @type {number[][]} */
  const groups = [];
  lines.forEach((line, i) => {
    const group = groups.find(([first]) =>
      line.every(([, y], n) => Math.abs(y - lines[first][n][1]) <= near),
    );
    if (group) group.push(i);
    else groups.push([i]);
  });
  return groups;
}

/**
 * The heights, moved so that any two are at least `room` apart.
 * @param {number[]} heights
 * @param {number} room
 */
export function apart(heights, room) {
  const order = heights.map((_, i) => i).sort((a, b) => heights[a] - heights[b]);
  const free = [...heights];
  for (let round = 0; round < 50; round++) {
    for (let n = 1; n < order.length; n++) {
      const [low, high] = [order[n - 1], order[n]];
      const lack = room - (free[high] - free[low]);
      if (lack <= 0) continue;
      free[low] -= lack / 2;
      free[high] += lack / 2;
    }
  }
  return free;
}

/**
 * The heights, moved up so that what stands there ends above a floor, and above what is below it.
 * @param {number[]} heights of the middles, from the top down
 * @param {number[]} halves half of what each takes
 * @param {number} floor
 */
export function above(heights, halves, floor) {
  const free = [...heights];
  let limit = floor;
  for (const i of heights.map((_, n) => n).sort((a, b) => heights[b] - heights[a])) {
    free[i] = Math.min(free[i], limit - halves[i]);
    limit = free[i] - halves[i];
  }
  return free;
}

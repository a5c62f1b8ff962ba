// The planner in the browser: what planner.py works out with arrays of many levels, for one level
// at a time, going backward from the last step.

export default ({ KEPT }) => {
  const [WALL, CHASM, FLAG, WAIT] = [0, 2, 4, 4];
  const plans = new Map();

  /** Where each of the four steps leads from each cell, a cell after the other. */
  function leadsOf(tiles, side) {
    const leads = new Int32Array(4 * tiles.length);
    for (let cell = 0; cell < tiles.length; cell++) {
      [cell - side, cell + 1, cell + side, cell - 1].forEach((to, way) => {
        const open = to >= 0 && to < tiles.length && tiles[to] !== WALL;
        leads[4 * cell + way] = open ? to : cell;
      });
    }
    return leads;
  }

  /** What each action is worth at a cell, feet slipping to either side of the way. */
  function worthAt(cell, leads, values, slip) {
    const there = [0, 1, 2, 3].map((way) => values[leads[4 * cell + way]]);
    const each = there.map(
      (ahead, way) => (1 - slip) * ahead + (slip / 2) * (there[(way + 1) % 4] + there[(way + 3) % 4]),
    );
    each[WAIT] = values[cell];
    return each;
  }

  /** The best action at every step and cell of this record's level. */
  function planOf({ side, limit, slip, tiles }) {
    const ground = tiles.slice(0, side * side);
    const leads = leadsOf(ground, side);
    const plan = new Int8Array(limit * ground.length);
    let later = new Float64Array(ground.length);
    for (let time = limit - 1; time >= 0; time--) {
      const values = later.map((worth, cell) => {
        if (ground[cell] === FLAG) return 1 - (time + 1) / limit;
        return ground[cell] === WALL || ground[cell] === CHASM ? 0 : worth;
      });
      later = later.map((_, cell) => {
        const each = worthAt(cell, leads, values, slip);
        const most = Math.max(...each);
        plan[time * ground.length + cell] = each.findIndex((worth) => worth > most - 1e-12);
        return most;
      });
    }
    return plan;
  }

  return (states) =>
    states.map((s) => {
      const key = [s.side, s.limit, s.slip, s.tiles].join();
      if (!plans.has(key)) plans.set(key, planOf(s));
      if (plans.size > KEPT) plans.delete(plans.keys().next().value);
      return plans.get(key)[Math.min(s.steps, s.limit - 1) * s.side * s.side + s.walker_at];
    });
};

// The planner in the browser: the search is translated from planner.py; here is room for it, and
// its answers are kept.
//
// A page stands still while it is searched, and where the coin cannot be had, both searches go on to
// their ends, for each cell and each step anew. So the level is searched first as if there were no
// enemies and no limit of time. What that visits in vain is in vain at any time: it is kept, and is
// not visited again.

export default ({ _search, _step, _number, _PARTS, _PLACES, WAITS, KEPT, State }) => {
  const PATIENCE = 3; // searches with waiting, in vain, for all cells of a level
  const NO_LIMIT = 1 << 24; // steps
  const known = new Map();
  const key = (s) => _PARTS.map((name) => s[name]).join();
  const keep = (s, action) => {
    known.set(key(s), action);
    if (known.size > KEPT) known.delete(known.keys().next().value);
  };
  const rooms = new Map(); // by how long a place is waited for
  const copy = (record) => new State(record.bytes.slice().buffer);

  function roomFor(waits) {
    const most = Math.min(waits * _PLACES, 4_000_000);
    const [queue, parent] = [new Int32Array(most), new Int32Array(most)];
    const seen = new Uint8Array(waits * _PLACES);
    return { queue, parent, action: new Int8Array(most), cause: new Int32Array(1), seen };
  }

  function searchRoom(waits) {
    if (!rooms.has(waits)) rooms.set(waits, roomFor(waits));
    return rooms.get(waits);
  }

  // Places of a level that do not lead to the coin, and whether there are any.
  const vain = { level: "", any: false, seen: new Uint8Array(_PLACES) };

  /** Whether this is found in vain at once: where the level has such places, it is one more. */
  function isQuicklyVain(record) {
    const level = [record.coin_at, record.length, record.tiles].join();
    if (vain.level === level) return vain.any && isVain(record);
    Object.assign(vain, { level, any: false });
    vain.seen.fill(0);
    return false;
  }

  /** Whether not even a runner with time, and alone, comes to the coin. */
  function isVain(record) {
    if (vain.seen[_number(record)]) return true;
    const s = copy(record);
    s.enemies = 0;
    s.limit = NO_LIMIT;
    const { queue, parent, action, cause } = searchRoom(1);
    vain.seen[_number(s)] = 1;
    const found = _search(s, copy(s), 1, vain.seen, queue, parent, action, cause) >= 0;
    if (found) vain.seen.fill(0); // some of what was visited does lead there
    vain.any = !found;
    return !found;
  }

  /** Actions that lead to the coin, or none. */
  function wayOf(record, waits) {
    const { queue, parent, action, cause, seen } = searchRoom(waits);
    seen.fill(0);
    let at = _search(copy(record), copy(record), waits, seen, queue, parent, action, cause);
    if (at < 0) return [];
    const way = [cause[0]];
    for (; parent[at] >= 0; at = parent[at]) way.push(action[at]);
    return way.reverse();
  }

  function wayToCoin(record) {
    if (isQuicklyVain(record)) return [];
    const way = wayOf(record, 1);
    return way.length || isVain(record) ? way : wayOf(record, WAITS);
  }

  /** The best action now; what is best in the moments that follow from it is kept too. */
  function firstAction(record) {
    const [way, s] = [wayToCoin(record), copy(record)];
    while (!way.length && !s.terminated && !s.truncated) {
      keep(s, 0); // to stay, now and in the moments that follow from it
      _step(s, 0);
    }
    for (const best of way) {
      keep(s, best);
      _step(s, best);
    }
    return way[0] ?? 0;
  }

  const plan = (states) => states.map((s) => known.get(key(s)) ?? firstAction(s));
  /** Which records have a way to the coin; at most so many long searches find none. */
  function hopes(states) {
    let patience = PATIENCE;
    return states.map((s) => {
      if (isQuicklyVain(s)) return false;
      if (wayOf(s, 1).length) return true;
      if (patience === 0 || isVain(s)) return false;
      const found = wayOf(s, WAITS).length > 0;
      if (!found) patience -= 1;
      return found;
    });
  }
  return Object.assign(plan, { hopes });
};

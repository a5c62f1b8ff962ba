// The planner in the browser: the search is translated from planner.py; here is room for it, and
// its answers are kept.

export default ({ _search, _step, _PARTS, _PLACES, WAITS, KEPT, State }) => {
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

  /** Actions that lead to the coin, or none. */
  function wayOf(record, waits) {
    if (!rooms.has(waits)) rooms.set(waits, roomFor(waits));
    const { queue, parent, action, cause, seen } = rooms.get(waits);
    seen.fill(0);
    let at = _search(copy(record), copy(record), waits, seen, queue, parent, action, cause);
    if (at < 0) return [];
    const way = [cause[0]];
    for (; parent[at] >= 0; at = parent[at]) way.push(action[at]);
    return way.reverse();
  }

  function wayToCoin(record) {
    const way = wayOf(record, 1);
    return way.length ? way : wayOf(record, WAITS);
  }

  /** The best action now; what is best in the moments that follow from it is kept too. */
  function firstAction(record) {
    const [way, s] = [wayToCoin(record), copy(record)];
    if (!way.length) keep(s, 0); // to stay
    for (const best of way) {
      keep(s, best);
      _step(s, best);
    }
    return way[0] ?? 0;
  }

  const plan = (states) => states.map((s) => known.get(key(s)) ?? firstAction(s));
  const hopes = (states) => states.map((s) => wayToCoin(s).length > 0);
  return Object.assign(plan, { hopes });
};

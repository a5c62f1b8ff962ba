// The planner in the browser: the search is translated from planner.py; here its answers are kept.

export default ({ best_pour, idle, toward, _step, _PARTS, POUR, HORIZON, KEPT, State }) => {
  const known = new Map();
  const key = (s) => _PARTS.map((name) => s[name]).join();
  const keep = (s, action) => {
    known.set(key(s), action);
    if (known.size > KEPT) known.delete(known.keys().next().value);
  };

  /** The best action now; what is best up to the next pour is kept too. */
  function firstAction(record) {
    const s = new State(record.bytes.slice().buffer);
    if (s.truncated) {
      keep(s, 0);
      return 0; // up
    }
    const [cell] = best_pour(s, HORIZON);
    const actions = [];
    do {
      actions.push(cell >= 0 ? toward(s, cell) : idle(s));
      keep(s, actions.at(-1));
      _step(s, actions.at(-1));
    } while (actions.at(-1) !== POUR && !s.truncated);
    return actions[0];
  }

  const plan = (states) => states.map((s) => known.get(key(s)) ?? firstAction(s));
  const hopes = (states) => states.map((s) => best_pour(s, HORIZON)[0] >= 0);
  return Object.assign(plan, { hopes });
};

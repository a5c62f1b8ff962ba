// The planner in the browser: room for the search, which is translated from planner.py.

export default ({ _keys_and_chests_actions, MOST_OBJECTS }) => (states) => {
  const out = new Int32Array(states.length);
  if (!states.length) return out;
  const objects = Math.max(...states.map((s) => s.keys_left + s.chests_left));
  if (objects > MOST_OBJECTS) {
    throw new RangeError(
      `the planner is exact for at most ${MOST_OBJECTS} keys and chests together; a level ` +
        `has ${objects}. Other policies can be measured with baselines=False`,
    );
  }
  const situations = Math.max(...states.map((s) => s.side)) ** 2 * 2 ** objects;
  _keys_and_chests_actions(states, out, new Int8Array(situations), new Int32Array(situations));
  return out;
};

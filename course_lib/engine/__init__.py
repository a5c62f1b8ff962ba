"""The engine: dice, grids, paint and lanes, in numpy and numba. It knows no world and no agent."""

"""The engine: random numbers, grids, sprites and batches of worlds, in numpy and numba.

It knows no particular world and no agent.
"""

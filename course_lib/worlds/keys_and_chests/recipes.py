"""Keys and chests: how agents are trained."""

# A step is to cost something, or nobody learns to leave a useless key that lies near the way, not
# even an agent that has known such keys all its life.
IN_A_HURRY = 0.95
# The learning rate falls to 0 at the last step: of 600,000 it fell too early for 4 seeds of 50.
RECIPE = {"steps": 800_000, "gamma": IN_A_HURRY}
OTHER_RECIPES = {"shipped": {"steps": 2_000_000, "gamma": IN_A_HURRY}}

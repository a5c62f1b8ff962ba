"""Keys and chests: how agents are trained."""

# A step is to cost something, or nobody learns to leave a useless key that lies near the way, not
# even an agent that has known such keys all its life.
IN_A_HURRY = 0.95
RECIPE = {"steps": 600_000, "gamma": IN_A_HURRY}
OTHER_RECIPES = {"shipped": {"steps": 2_000_000, "gamma": IN_A_HURRY}}

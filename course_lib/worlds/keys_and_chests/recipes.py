"""Keys and chests: how agents are trained."""

# A step is to cost something, or nobody learns to leave a useless key that lies near the way, not
# even an agent that has known such keys all its life.
IN_A_HURRY = 0.95
# Of 50 agents 4 had not learned after 600,000 steps with PPO's own gae_lambda of 0.95, and 2 after
# 800,000: `make sweep NAME=live_runs`.
RECIPE = {"steps": 800_000, "gamma": IN_A_HURRY, "gae_lambda": 0.9}
OTHER_RECIPES = {"shipped": {"steps": 2_000_000, "gamma": IN_A_HURRY}}

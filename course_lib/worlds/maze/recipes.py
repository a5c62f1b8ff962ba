"""The maze: how agents are trained."""

# The last three settings bring a mouse to 90 % after seven tenths of the steps, and it goes to the
# corner as often as without them: `python benchmarks/search_recipes.py maze --table`.
RECIPE = {
    "steps": 600_000, "learning_rate": 3e-3, "ent_coef": 0.02, "gamma": 0.97, "vf_coef": 1.0,
}  # fmt: skip
OTHER_RECIPES = {
    "shipped": {"steps": 1_500_000, "microbatch": 64},
    "curve": {"steps": 400_000, "learning_rate": 3e-3, "microbatch": 64},  # in a larger maze
    # Until a maze of its own kind is learned, wherever the cheese lies in it: at most.
    "learned": {
        "steps": 1_600_000,
        "learning_rate": 3e-3,
        "update_epochs": 2,
        "microbatch": 256,
    },
}

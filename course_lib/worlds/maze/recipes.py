"""The maze: how agents are trained."""

RECIPE = {"steps": 600_000, "learning_rate": 3e-3}
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

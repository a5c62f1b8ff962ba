"""The garden: how agents are trained."""

# A critic without hopes at first, see the coin run's recipe.
COMMON = {"value_init_scale": 0.01, "num_minibatches": 8}
# What water is worth shows at once. With gamma .97 and half the learning rate, a run was at a true
# score of .22 after 500,000 steps; this one at .62 after 600,000.
RECIPE = {
    "steps": 600_000, "learning_rate": 3e-3, "gamma": 0.9, "channels": (16, 32, 32), **COMMON,
}  # fmt: skip
# One who begins as an imitator: a small network, and smaller steps. Who knows what to do is not to
# be pushed about by entropy or by a critic's first opinions.
OTHER_RECIPES = {
    "imitator": {
        "steps": 80_000, "learning_rate": 1.5e-3, "gamma": 0.97, "ent_coef": 0.003,
        "channels": (8, 8, 16), "hidden": 64, **COMMON,
    },
}  # fmt: skip

"""The ridge: how agents are trained."""

# Finer filters than usual, or flag and sign are hardly told apart. Who falls early on is not to
# give up crossing: hence entropy, and a critic without hopes. They are to practise from anywhere:
# from the near side alone some seeds learn nothing but not to fall.
RECIPE = {
    "steps": 400_000, "learning_rate": 1.5e-3, "gamma": 0.98, "ent_coef": 0.02,
    "value_init_scale": 0.01, "num_minibatches": 8, "channels": (16, 32, 32),
}  # fmt: skip
OTHER_RECIPES = {"shipped": {**RECIPE, "steps": 1_200_000}}

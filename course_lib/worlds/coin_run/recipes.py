"""The coin run: how agents are trained."""

# A critic that happens to begin with hopes makes dying a loss before anything was ever won. Two of
# four seeds then learned to stand still for good, and met no coin.
WITHOUT_HOPES = {"ent_coef": 0.02, "value_init_scale": 0.01}
RECIPE = {"steps": 500_000, **WITHOUT_HOPES}
OTHER_RECIPES = {"shipped": {"steps": 700_000, **WITHOUT_HOPES}}

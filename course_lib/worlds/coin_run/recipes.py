"""The coin run: how agents are trained."""

# A critic that happens to begin with hopes makes dying a loss before anything was ever won. Two of
# four seeds then learned to stand still for good, and met no coin.
WITHOUT_HOPES = {"ent_coef": 0.02, "value_init_scale": 0.01}
RECIPE = {"steps": 500_000, **WITHOUT_HOPES}
OTHER_RECIPES = {
    "shipped": {"steps": 700_000, **WITHOUT_HOPES},
    # Until levels of their own kind are learned, wherever the coin is in them: at most. With short
    # rollouts, agents that had met coins off the path froze where a first saw came into the
    # picture: to step back so that it was out of sight again looked like good news.
    "learned": {"steps": 1_400_000, "num_steps": 64, "num_minibatches": 64, **WITHOUT_HOPES},
}

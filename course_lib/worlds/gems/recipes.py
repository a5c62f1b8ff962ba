"""The gems: how agents are trained."""

# More and finer filters than usual, or robot and gem are hardly told apart for long.
LOOKING = {"learning_rate": 1e-3, "channels": (16, 32, 32)}
# Four times the usual learning rate, and it falls half as fast: 98 % in training after two thirds
# of the steps, and deployed the same shares of gem and star. Of fifty seeds, two had not learned
# after 150,000 steps: `python benchmarks/search_recipes.py gems --table`, `make sweep
# NAME=live_runs`.
RECIPE = {"steps": 300_000, **LOOKING, "learning_rate": 4e-3}
OTHER_RECIPES = {
    "shipped": {"steps": 300_000, **LOOKING},
    "curve": {"steps": 120_000, **LOOKING},
}

"""The gems: how agents are trained."""

# More and finer filters than usual, or robot and gem are hardly told apart for long.
LOOKING = {"learning_rate": 1e-3, "channels": (16, 32, 32)}
RECIPE = {"steps": 150_000, **LOOKING}
OTHER_RECIPES = {
    "shipped": {"steps": 300_000, **LOOKING},
    "curve": {"steps": 120_000, **LOOKING},
}

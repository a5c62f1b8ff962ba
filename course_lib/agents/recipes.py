"""What each world's agents are trained with, unless one says otherwise."""

from dataclasses import replace

from course_lib.agents.ppo import PPO

# Gems: more and finer filters for looks, or robot and gem are hardly told apart for long.
LOOKS = (16, 32, 32)
# Keys and chests: a step is to cost something, or nobody learns to leave a useless key that lies
# near the way, not even an agent that has known such keys all its life.
IN_A_HURRY = 0.95
# Coin run: a critic that happens to begin with hopes makes dying a loss before anything was ever
# won. Two of four seeds then learned to stand still for good, and met no coin.
NO_HOPES = 0.01
# Garden: what water is worth shows at once. With gamma .97 and half the learning rate, a run was
# at a true score of .22 after 500,000 steps; this one at .62 after 600,000.
GARDENER = PPO(
    steps=600_000, learning_rate=3e-3, gamma=0.9, value_init_scale=NO_HOPES, num_minibatches=8,
    channels=LOOKS,
)  # fmt: skip
# Garden, for one who begins as an imitator: a small network, and smaller steps. Who knows what to
# do is not to be pushed about by entropy or by a critic's first opinions.
IMITATOR = PPO(
    steps=80_000, learning_rate=1.5e-3, gamma=0.97, ent_coef=0.003, value_init_scale=NO_HOPES,
    num_minibatches=8, channels=(8, 8, 16), hidden=64,
)  # fmt: skip
# Ridge: finer filters, or flag and sign are hardly told apart. Who falls early on is not to give up
# crossing: hence entropy, and a critic without hopes. They are to practise from anywhere: from
# the near side alone some seeds learn nothing but not to fall.
WALKER = PPO(
    steps=400_000, learning_rate=1.5e-3, gamma=0.98, ent_coef=0.02, value_init_scale=NO_HOPES,
    num_minibatches=8, channels=LOOKS,
)  # fmt: skip
# LIVE trains inside a lesson, on one core, while people talk; SHIPPED is the same, longer and with
# smaller steps.
LIVE = {
    "maze": PPO(steps=600_000, learning_rate=3e-3),
    "gems": PPO(steps=150_000, learning_rate=1e-3, channels=LOOKS),
    "keys_and_chests": PPO(steps=600_000, gamma=IN_A_HURRY),
    "coin_run": PPO(steps=500_000, ent_coef=0.02, value_init_scale=NO_HOPES),
    "garden": GARDENER,
    "ridge": WALKER,
}
SHIPPED = {
    "maze": PPO(steps=1_500_000, microbatch=64),
    "gems": PPO(steps=300_000, learning_rate=1e-3, channels=LOOKS),
    "keys_and_chests": PPO(steps=2_000_000, gamma=IN_A_HURRY),
    "coin_run": PPO(steps=700_000, ent_coef=0.02, value_init_scale=NO_HOPES),
    "ridge": replace(WALKER, steps=1_200_000),
}
CURVE = {  # for sweeps over many seeds; the maze is a larger one there
    "maze": PPO(steps=400_000, learning_rate=3e-3, microbatch=64),
    "gems": PPO(steps=120_000, learning_rate=1e-3, channels=LOOKS),
}


def recipe_of(world: str) -> PPO:
    """The recipe for training this world's agents live; ValueError if it has none."""
    if world not in LIVE:
        raise ValueError(f"there is no recipe for {world!r}; there are: {', '.join(LIVE)}")
    return LIVE[world]

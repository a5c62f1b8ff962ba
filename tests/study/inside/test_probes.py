"""Probes: what is there is read, what is not there is not, and the control task is a fair one."""

import numpy as np

import course_lib as cl
from course_lib.study.inside import probes
from course_lib.study.measure.rollout import begin
from course_lib.worlds import maze

MOUSE = cl.load("maze/anywhere")


def cells(count: int = 600) -> np.ndarray:
    """Random cells."""
    return np.random.default_rng(0).integers(1, 8, (count, 2)).astype(float)


def test_a_probe_reads_what_is_there_and_not_what_is_not():
    rng, wanted = np.random.default_rng(1), cells()
    there = wanted @ rng.normal(size=(2, 20)) + 0.01 * rng.normal(size=(600, 20))
    noise = rng.normal(size=(600, 20))
    right, wrong = (probes.probe(x, [wanted], 500)[0] for x in (there, noise))
    assert probes.distance(right, wanted[500:]).sum() == 0
    blind = probes.distance(np.median(wanted[:500], 0), wanted[500:]).mean()
    assert probes.distance(wrong, wanted[500:]).mean() > 0.8 * blind


def test_the_ridge_is_that_of_scikit_learn():
    from sklearn.linear_model import RidgeCV
    from sklearn.preprocessing import StandardScaler

    rng, wanted = np.random.default_rng(2), cells()
    x = wanted @ rng.normal(size=(2, 30)) + 5 * rng.normal(size=(600, 30))
    scale = StandardScaler().fit(x[:500])
    model = RidgeCV(probes.STRENGTHS, alpha_per_target=True)
    other = model.fit(scale.transform(x[:500]), wanted[:500]).predict(scale.transform(x[500:]))
    np.testing.assert_allclose(probes._ridge(x[:500], wanted[:500], x[500:]), other, atol=0.02)


def test_each_task_is_fitted_by_itself():
    rng, wanted = np.random.default_rng(3), cells()
    x = wanted @ rng.normal(size=(2, 20)) + rng.normal(size=(600, 20))
    alone = probes.probe(x, [wanted], 500)[0]
    np.testing.assert_array_equal(probes.probe(x, [probes.dealt(wanted), wanted], 500)[1], alone)


def test_the_control_task_deals_out_cells_within_their_kind_and_sticks_to_it():
    wanted = probes.cheese_cells(begin(maze.DEPLOY, range(600)).batch)
    dealt = probes.dealt(wanted)
    pairs = {(tuple(a), tuple(b)) for a, b in zip(wanted.tolist(), dealt.tolist(), strict=True)}
    assert len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})
    np.testing.assert_array_equal(dealt, probes.dealt(wanted))
    np.testing.assert_array_equal((wanted % 2 == 1).all(1), (dealt % 2 == 1).all(1))
    blind = [probes.distance(np.median(c, 0), c).mean() for c in (wanted, dealt)]
    assert abs(blind[1] / blind[0] - 1) < 0.1, "a blind guess is about as far off in both"


def test_the_cheese_is_read_from_the_last_layer_of_a_mouse_that_goes_for_it_and_not_by_heart():
    told = probes.read_out(MOUSE, ("mind",), fitted=600, held_out=100, controls=2)["mind"]
    assert told["cheese"] < 0.85 < told["control"]


def test_an_untrained_network_is_always_the_same():
    one, two = (probes.fresh(MOUSE, 1).network.mind.weight for _ in range(2))
    assert (one == two).all()
    assert (one != MOUSE.network.mind.weight).any()

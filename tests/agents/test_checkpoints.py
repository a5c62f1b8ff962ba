"""Runs that stop and go on: a checkpoint holds all of a run, and damage is said."""

import json

import numpy as np
import pytest
import torch
from support.runs import QUICK, SMALL, identical, stop_after

import course_lib as cl
from course_lib.agents import checkpoints
from course_lib.agents.checkpoints import load_tensors, save_tensors
from course_lib.agents.ppo import PPO, Trainer
from course_lib.agents.tensors import FORMER_NAMES
from course_lib.agents.training import train
from course_lib.envs import VectorEnv
from course_lib.worlds import maze


def test_a_run_that_goes_on_from_a_checkpoint_ends_as_if_it_had_not_stopped(tmp_path):
    file = tmp_path / "run.safetensors"
    whole = train(SMALL, QUICK, seed=5, bar=False)
    part = train(SMALL, QUICK, seed=5, bar=False, checkpoint=file, callback=stop_after(2))
    assert not part.card["finished"] and part.card["steps"] == 2 * 32 * 16
    later = []
    resumed = train(
        SMALL, QUICK, seed=5, bar=False, checkpoint=file,
        callback=lambda progress, trainer: later.append(progress.steps) and None,
    )  # fmt: skip
    assert later[0] == 3 * 32 * 16, "it went on, and did not begin again"
    assert identical(whole, resumed)
    assert whole.card["last_rates"] == resumed.card["last_rates"]
    assert not list(tmp_path.glob("*.part"))


def test_a_checkpoint_holds_the_records_the_dice_and_the_counts(tmp_path):
    trainers = [Trainer(VectorEnv(32, SMALL, copy=False), QUICK, seed=6) for _ in range(2)]
    for _ in range(3):
        trainers[0].iterate()
    checkpoints.save(trainers[0], tmp_path / "run")
    checkpoints.restore(trainers[1], tmp_path / "run")
    for _ in range(2):
        a, b = (t.environments.sim.batch for t in trainers)
        assert all(np.array_equal(a[name], b[name]) for name in a.dtype.names)
        assert torch.equal(trainers[0].generator.get_state(), trainers[1].generator.get_state())
        assert trainers[0].progress.latest == trainers[1].progress.latest
        assert trainers[0].progress.episodes == trainers[1].progress.episodes
        assert identical(*trainers)
        for trainer in trainers:
            trainer.iterate()


def test_a_checkpoint_of_another_run_is_refused(tmp_path):
    file = tmp_path / "run"
    train(SMALL, QUICK, seed=5, bar=False, checkpoint=file, callback=stop_after(1))
    with pytest.raises(ValueError, match="seed 5, not 6"):
        train(SMALL, QUICK, seed=6, bar=False, checkpoint=file)
    with pytest.raises(ValueError, match="recipe"):
        train(SMALL, PPO(steps=10), seed=5, bar=False, checkpoint=file)
    elsewhere = maze.Distribution(size=5, cheese="anywhere")
    with pytest.raises(ValueError, match=r"anywhere"):
        train(elsewhere, QUICK, seed=5, bar=False, checkpoint=file)


def test_a_checkpoint_with_the_settings_former_names_goes_on(tmp_path):
    file = tmp_path / "run"
    train(SMALL, QUICK, seed=5, bar=False, checkpoint=file, callback=stop_after(2))
    tensors, metadata = load_tensors(file, checkpoints.FORMAT)
    about = json.loads(metadata["about"])
    former = {new: old for old, new in FORMER_NAMES.items()}
    about["recipe"] = {former.get(k, k): v for k, v in about["recipe"].items()}
    assert "lam" in about["recipe"]
    save_tensors(file, tensors, {**metadata, "about": json.dumps(about)})
    resumed = train(SMALL, QUICK, seed=5, bar=False, checkpoint=file)
    assert identical(resumed, train(SMALL, QUICK, seed=5, bar=False))


@pytest.mark.parametrize("damage", [lambda b: b[:-9], lambda b: b[:40], lambda b: b"", bytes.upper])
def test_a_damaged_checkpoint_is_refused_and_left_as_it_is(tmp_path, damage):
    file = tmp_path / "run"
    train(SMALL, QUICK, seed=5, bar=False, checkpoint=file, callback=stop_after(1))
    broken = damage(file.read_bytes())
    file.write_bytes(broken)
    with pytest.raises(ValueError, match="damaged"):
        train(SMALL, QUICK, seed=5, bar=False, checkpoint=file)
    assert file.read_bytes() == broken


def test_an_interrupt_keeps_what_was_learned(tmp_path, capsys):
    def interrupt(progress, trainer):
        if progress.steps >= 2 * 32 * 16:
            raise KeyboardInterrupt

    file = tmp_path / "run"
    kept = train(SMALL, QUICK, seed=5, bar=False, callback=interrupt, checkpoint=file)
    assert "1,024 steps" in capsys.readouterr().out
    assert not kept.card["finished"] and kept.card["steps"] == 1024
    assert identical(kept, train(SMALL, QUICK, seed=5, bar=False, callback=stop_after(2)))
    assert identical(train(SMALL, QUICK, seed=5, bar=False), train(
        SMALL, QUICK, seed=5, bar=False, checkpoint=file
    ))  # fmt: skip
    assert cl.play(kept, SMALL).policy == kept.name


def test_an_interrupt_in_the_middle_of_a_rollout_can_be_resumed(tmp_path):
    file, environments, calls = tmp_path / "run", VectorEnv(32, SMALL, copy=False), []
    step = environments.step

    def interrupted(actions):
        calls.append(actions)
        if len(calls) == 25:
            raise KeyboardInterrupt
        return step(actions)

    environments.step = interrupted
    trainer = Trainer(environments, QUICK, seed=5)
    with pytest.raises(KeyboardInterrupt):
        while True:
            trainer.iterate()
    checkpoints.save(trainer, file)
    later = Trainer(VectorEnv(32, SMALL, copy=False), QUICK, seed=5)
    checkpoints.restore(later, file)
    seen = later.environments.sim.observe()
    assert np.array_equal(later.observation, seen), "it sees where it stands"
    assert later.iterate().steps == 2 * 32 * 16

"""Agents from elsewhere, as the course asks its own: Stable-Baselines3, torch, ONNX.

    cl.as_agent(model)                        a Stable-Baselines3 model
    cl.as_agent(module, prepare=…)            a torch module: logits, or logits and values
    cl.as_agent("agent.onnx")                 the same as a file

Every door that takes a policy takes such a model as it is; `as_agent` is for a name, for the levels
it was trained on, or for another preparation of pictures. Where a model tells no probabilities
(such as a Q-network) or no values, these are left out of what is shown. Nothing here is imported
before such a model is met.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from course_lib.agents.agent import choose
from course_lib.agents.weights import softmax
from course_lib.checks import as_path, check_callable, check_text, shown
from course_lib.engine.world import world_of

Evaluated = tuple[np.ndarray, np.ndarray | None]


class Adapted:
    """A model from elsewhere that only chooses. name, distribution: as of the course's agents.

    act_batch: observations (batch, …) → actions (batch,).
    """

    def __init__(self, name: str, distribution: Any, act_batch: Callable[[np.ndarray], np.ndarray]):
        self.name, self.distribution, self._act_batch = name, distribution, act_batch

    def choose(self, observations: np.ndarray, states: Any, uniform: np.ndarray) -> np.ndarray:
        """Actions (batch,) for observations (batch, …); nothing is drawn with the numbers."""
        actions = np.asarray(self._act_batch(observations)).astype(np.int64)
        return actions.reshape(len(observations))

    def act(self, observation: np.ndarray) -> int:
        """An action for one observation."""
        return int(self.choose(np.asarray(observation)[None], None, np.full(1, 0.5))[0])

    def __repr__(self) -> str:
        return f"<{self.name}, an agent from elsewhere>"


class Evaluating(Adapted):
    """A model from elsewhere that tells its probabilities, and values where it has some.

    evaluate_batch: observations (batch, …) → logits (batch, actions), and values (batch,) or None.
    """

    def __init__(self, name: str, distribution: Any, evaluate_batch: Callable[..., Evaluated]):
        super().__init__(name, distribution, lambda seen: self.evaluate(seen)[0].argmax(1))
        self._evaluate_batch = evaluate_batch

    def evaluate(self, observations: np.ndarray) -> Evaluated:
        """Action probabilities (batch, actions), and values (batch,) or None."""
        logits, values = self._evaluate_batch(np.asarray(observations))
        return softmax(logits), values

    def choose(self, observations: np.ndarray, states: Any, uniform: np.ndarray) -> np.ndarray:
        """Actions (batch,) drawn with uniform numbers (batch,)."""
        return choose(self.evaluate(observations)[0], np.asarray(uniform))


def as_agent(
    model: Any,
    distribution: Any = None,
    name: str | None = None,
    prepare: Callable[[np.ndarray], Any] | None = None,
) -> Adapted:
    """An agent of the course made of a model from elsewhere.

    model: of Stable-Baselines3; a torch module that returns logits (batch, actions), or a tuple of
    logits and values, or that has CleanRL's get_action_and_value; or the path of an ONNX file whose
    first output is logits, and whose second, if there is one, values. distribution: what it was
    trained on, if it was one of the course's. prepare: from pictures uint8 (batch, rows, columns,
    3) to what a torch module takes; by default floats (batch, 3, rows, columns) from 0 to 255.
    Raises TypeError for what is none of these, FileNotFoundError, ValueError for a damaged file.
    """
    if distribution is not None:
        world_of(distribution)  # says so if it is none
    if name is not None:
        check_text("name", name)
    if prepare is not None:
        check_callable("prepare", prepare, "a function of pictures")
    if isinstance(model, str | Path):
        return _onnx(as_path("the model's file", model), distribution, name)
    label = name or getattr(model, "name", "") or type(model).__name__
    if _is_sb3(model):
        return _sb3(model, distribution, label)
    if _is_module(model):
        return _module(model, distribution, label, prepare or channels_first)
    raise TypeError(
        "as_agent takes a Stable-Baselines3 model, a torch module or the path of an .onnx file, "
        f"not {model!r:.80}; a function, or an object with act(observation), is a policy as it is"
    )


def adapted(policy: Any) -> Any:
    """The policy itself; or, if it is a model from elsewhere, the agent that `as_agent` makes."""
    known = not isinstance(policy, type) and (_is_sb3(policy) or _is_module(policy))
    return as_agent(policy) if known else policy


def telling(policy: Any) -> Any:
    """The policy, or the agent made of it, if it tells its probabilities; else ValueError."""
    agent = adapted(policy)
    if not hasattr(agent, "evaluate"):
        raise ValueError(
            f"{in_words(policy)} does not tell its probabilities; a trained agent does"
        )
    return agent


def in_words(policy: Any) -> str:
    """A policy as an error shows it: by its name, if it is one (a file has a name, too)."""
    name = getattr(policy, "name" if hasattr(policy, "choose") else "__name__", "")
    return shown(name or policy)


def channels_first(pictures: np.ndarray) -> Any:
    """Floats (batch, 3, rows, columns) of pictures uint8 (batch, rows, columns, 3)."""
    import torch

    return torch.from_numpy(np.ascontiguousarray(np.moveaxis(pictures, -1, 1))).float()


# ── Stable-Baselines3 ───────────────────────────────────────────────────────────────────────────


def _is_sb3(model: Any) -> bool:
    return hasattr(model, "predict") and hasattr(getattr(model, "policy", None), "obs_to_tensor")


def _sb3(model: Any, distribution: Any, name: str) -> Adapted:
    """With probabilities where its policy has a distribution, as PPO's and A2C's have."""
    policy = model.policy
    if not hasattr(policy, "get_distribution"):
        return Adapted(name, distribution, lambda seen: model.predict(seen, deterministic=True)[0])

    def evaluate(observations: np.ndarray) -> Evaluated:
        import torch

        with torch.inference_mode():
            seen, _ = policy.obs_to_tensor(observations)
            logits = policy.get_distribution(seen).distribution.logits
            values = policy.predict_values(seen).reshape(-1)
        return logits.cpu().numpy(), values.cpu().numpy()

    return Evaluating(name, distribution, evaluate)


# ── torch ───────────────────────────────────────────────────────────────────────────────────────


def _is_module(model: Any) -> bool:
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(model, torch.nn.Module) and not hasattr(model, "act")


def _module(model: Any, distribution: Any, name: str, prepare: Callable) -> Adapted:
    """A module that gives logits, or CleanRL's agent, which gives log-probabilities one by one."""
    cleanrl = hasattr(model, "get_action_and_value")

    def evaluate(observations: np.ndarray) -> Evaluated:
        import torch

        with torch.inference_mode():
            seen = prepare(observations)
            try:
                found = _cleanrl(model, seen) if cleanrl else model(seen)
            except Exception as error:
                prepared = isinstance(seen, torch.Tensor)
                if prepared and not isinstance(error, RuntimeError):
                    raise  # a mistake of its own
                what = tuple(seen.shape) if prepared else shown(seen)
                raise ValueError(
                    f"{name!r} cannot take pictures as prepared, {what}: {error}. What it takes "
                    "is made by as_agent(module, prepare=…), from uint8 (batch, rows, columns, 3)"
                ) from error
        several = isinstance(found, tuple) and len(found) > 1
        given, values = (found[0], found[1]) if several else (found, None)
        logits: Any = getattr(given, "logits", given)  # of a torch.distributions.Categorical
        if getattr(logits, "ndim", 0) != 2 or len(logits) != len(observations):
            raise ValueError(
                f"{name!r} must return logits (batch, actions), or logits and values, not "
                f"{found!r:.80}"
            )
        return (
            logits.float().cpu().numpy(),
            None if values is None else values.float().reshape(-1).cpu().numpy(),
        )

    return Evaluating(name, distribution, evaluate)


def _cleanrl(model: Any, seen: Any) -> tuple[Any, Any]:
    """Log-probabilities (batch, actions) and values, by asking for each action in turn."""
    import torch

    columns: list[Any] = []
    values = None
    while len(columns) < 1000:
        action = torch.full((len(seen),), len(columns), dtype=torch.long)
        try:
            _, log_probability, _, values = model.get_action_and_value(seen, action)
        except (ValueError, RuntimeError, IndexError):  # there are no more actions than that
            if not columns:
                raise
            break
        columns.append(log_probability)
    return torch.stack(columns, 1), values


# ── ONNX ────────────────────────────────────────────────────────────────────────────────────────


def _onnx(path: Path, distribution: Any, name: str | None) -> Adapted:
    """A network in a file; pictures with channels first or last, as its input says."""
    if not path.exists():
        raise FileNotFoundError(f"there is no file {path}")
    try:
        import onnxruntime
    except ImportError as error:
        raise ImportError(
            "an ONNX file needs onnxruntime: pip install 'spot-the-difference[onnx]'"
        ) from error
    try:
        session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    except (
        Exception
    ) as error:  # onnxruntime has a class for each of its failures, none of them ours
        raise ValueError(f"{path} is no ONNX file that can be run: {error}") from error
    (first, *others) = session.get_inputs()
    if others:
        names = ", ".join(one.name for one in (first, *others))
        raise ValueError(f"{path} has {1 + len(others)} inputs ({names}); one is wanted, a picture")
    whole = np.uint8 if "uint8" in first.type else np.float32

    def evaluate(observations: np.ndarray) -> Evaluated:
        seen = observations
        if len(first.shape) == 4 and first.shape[1] == 3 and first.shape[3] != 3:
            seen = np.moveaxis(seen, -1, 1)
        try:
            logits, *values = session.run(None, {first.name: np.ascontiguousarray(seen, whole)})
        except Exception as error:
            raise ValueError(
                f"{path} takes {first.shape}, and was given {seen.shape}: {error}"
            ) from error
        return np.asarray(logits, np.float32), (
            np.asarray(values[0], np.float32).reshape(-1) if values else None
        )

    return Evaluating(name or path.stem, distribution, evaluate)

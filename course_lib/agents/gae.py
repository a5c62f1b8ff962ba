"""Generalised advantage estimation (Schulman et al. 2015, arXiv 1506.02438)."""

from typing import Any


def gae(td_errors: Any, goes_on: Any, decay: float) -> Any:
    """Advantages, of the shape of `td_errors`: (steps,) or (steps, n).

    td_errors: an array or a tensor. goes_on: of the same shape, 0 at the last step of an episode,
    else 1. decay: gamma x lambda.
    """
    lastgaelam, found = 0.0 * td_errors[0], 0.0 * td_errors
    for t in reversed(range(len(td_errors))):
        lastgaelam = td_errors[t] + decay * goes_on[t] * lastgaelam
        found[t] = lastgaelam
    return found

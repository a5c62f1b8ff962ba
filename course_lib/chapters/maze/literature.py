"""What others measured in mazes like ours."""

from typing import Any

# Cheese in a region of side 1 to 11 at the corner, 13 x 13: discounted returns off-distribution,
# from the repository jaxgmg (Farrugia-Roberts et al.): 20M steps on Boolean planes.
JAXGMG: dict[str, Any] = {
    "cheese": (0.130, 0.190, 0.260, 0.340, 0.461, 0.517, 0.634, 0.658, 0.678, 0.675, 0.691),
    "corner": (0.463, 0.013, 0.134, 0.098, 0.019, 0.040, 0.020, 0.021, 0.039, 0.019, 0.027),
    "optimum": 0.882,
}

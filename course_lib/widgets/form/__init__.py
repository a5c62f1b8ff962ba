"""An exercise to click on."""

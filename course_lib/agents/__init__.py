"""The agents: networks, how they are trained, the zoo of trained ones. Torch starts here."""

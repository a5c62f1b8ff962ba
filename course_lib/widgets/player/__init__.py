"""The episode player, and two episodes compared."""

"""The scoreboard: each of the eighteen figures that say how well the bot holds, with its denominator, in one command."""

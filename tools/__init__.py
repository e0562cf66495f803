"""The launcher behind `./run`: standard library only, it runs before anything is installed."""

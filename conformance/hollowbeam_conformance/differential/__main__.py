"""``python -m hollowbeam_conformance.differential``."""

import typer

from hollowbeam_conformance.differential.command import differential

if __name__ == "__main__":
    typer.run(differential)

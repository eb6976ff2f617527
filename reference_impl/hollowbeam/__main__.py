"""``python -m hollowbeam`` is ``hb``; it also sees commands that ``uv run --with`` adds."""

from hollowbeam.cli.main import main

if __name__ == "__main__":
    main()

"""The black-box runner: it knows implementations by their replies alone, and imports none."""

"""The suite judged by the saboteurs: each must be caught, and its own clause named first."""

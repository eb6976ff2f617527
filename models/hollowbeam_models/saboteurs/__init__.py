"""Saboteurs, one module for each room, each with its list ``SABOTEURS``."""

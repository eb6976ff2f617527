"""Saboteurs of room relayer: each breaks one clause of RLY-1 to RLY-39."""

from __future__ import annotations

from hollowbeam_models.saboteurs.relayer import (
    admission,
    cranks,
    duties,
    funding,
    learning,
    relays,
)

SABOTEURS = (
    *relays.SABOTEURS,
    *admission.SABOTEURS,
    *funding.SABOTEURS,
    *cranks.SABOTEURS,
    *learning.SABOTEURS,
    *duties.SABOTEURS,
)

"""Saboteurs of room dre: each breaks one clause of DRE-1 to DRE-34."""

from __future__ import annotations

from hollowbeam_models.saboteurs.dre import (
    chains,
    errors,
    following,
    guarantees,
    spawning,
    verdicts,
)

SABOTEURS = (
    *following.SABOTEURS,
    *verdicts.SABOTEURS,
    *errors.SABOTEURS,
    *chains.SABOTEURS,
    *spawning.SABOTEURS,
    *guarantees.SABOTEURS,
)

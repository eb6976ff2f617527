"""Saboteurs of room sequencer: each breaks one clause of SEQ-1 to SEQ-30."""

from __future__ import annotations

from hollowbeam_models.saboteurs.sequencer import forced, lanes, logs, survival

SABOTEURS = (
    *lanes.SABOTEURS,
    *forced.SABOTEURS,
    *logs.SABOTEURS,
    *survival.SABOTEURS,
)

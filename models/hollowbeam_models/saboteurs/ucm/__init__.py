"""Saboteurs of room ucm: each breaks one clause of UCM-1 to UCM-30."""

from __future__ import annotations

from hollowbeam_models.saboteurs.ucm import matching, orders, transfers

SABOTEURS = (*transfers.SABOTEURS, *orders.SABOTEURS, *matching.SABOTEURS)

"""Saboteurs of room staking: each breaks one clause of STK-1 to STK-41."""

from __future__ import annotations

from hollowbeam_models.saboteurs.staking import (
    disputes,
    entry,
    ledger,
    rewards,
    slashing,
    weights,
)

SABOTEURS = (
    *entry.SABOTEURS,
    *ledger.SABOTEURS,
    *weights.SABOTEURS,
    *slashing.SABOTEURS,
    *rewards.SABOTEURS,
    *disputes.SABOTEURS,
)

"""Saboteurs of room u_token: each breaks one clause of TOK-1 to TOK-22."""

from __future__ import annotations

from hollowbeam_models.saboteurs.u_token import bridge, entry, ledger

SABOTEURS = (*entry.SABOTEURS, *ledger.SABOTEURS, *bridge.SABOTEURS)

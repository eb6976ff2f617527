"""Saboteurs of room gateway."""

from hollowbeam_models.saboteurs.gateway import following, serving

SABOTEURS = (*following.SABOTEURS, *serving.SABOTEURS)

"""Saboteurs of room gateway."""

from hollowbeam_models.saboteurs.gateway import following, serving, successors

SABOTEURS = (*following.SABOTEURS, *serving.SABOTEURS, *successors.SABOTEURS)

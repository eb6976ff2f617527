"""The mass comparison of room message: malformed items, read here and by the npm package arbundles.

``python -m hollowbeam_conformance.differential --items 1000000``. Nothing but a ``Rejection`` may
ever leave our reader, and each disagreement must be one that ``divergences`` explains.
"""

"""Hollow BEAM: the executable reference specification.

``kernel`` holds what every room needs, ``protocol`` the pure rooms, ``service`` all input and
output, and ``cli`` the command ``hb``.
"""

__version__ = "0.1.0"

SPEC_VERSION = "HB.1"
"""The value of the ``Variant`` tag, and of ``spec`` in the adapter protocol."""

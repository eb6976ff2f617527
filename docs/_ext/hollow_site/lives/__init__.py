"""What is explored of each room, so that the life cycles of its records can be drawn.

A module is named as its room and has ``LIFE``. Nothing else knows which rooms there are.
"""

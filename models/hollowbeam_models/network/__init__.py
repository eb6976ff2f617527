"""The whole network in one process: every part of the crank, on a wire that may do anything.

The nodes hold the shipped states and call the shipped transitions; what is added here is only what
a real node has beside them: keys, retries, and what survives a crash. Nothing reads a clock or
draws at random: the same schedule gives the same run.
"""

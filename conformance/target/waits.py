"""Every wait of a run, in seconds unless said otherwise: how patient the suite is, and how polite."""

from __future__ import annotations

SHARED_RATE_PER_SECOND = 10.0
"""Requests a second to a target that is not disposable and whose file names no rate."""
SHARED_PARALLEL_REQUESTS = 2
"""Requests at the same time to such a target."""
MOST_CONNECTIONS = 64
"""Requests at the same time to any target."""

KEEP_ALIVE = 4.0
"""An idle connection is closed after this: sooner than any common server closes it."""

LONGEST_RETRY_AFTER = 30.0
"""A longer wait that an answer asks for is not begun: the answer is taken as it is."""
UNSAID_RETRY_AFTER = 1.0
"""The wait after a 429 that names none, or one that nobody can read."""
TRIES = 4
"""How often a request is sent at most while the answer asks to come back later."""

FAILURES_IN_A_ROW = 5
"""After so many requests of any operation without an answer of use, the target is asked if it lives."""
PATIENCE = 30.0
"""How long it is asked before the run is given up, where the target file says nothing else."""
PROBE_EVERY = 2.0
"""The wait between two such questions."""

SETTLING = (0.2, 0.5, 1.0, 2.0)
"""Waits between reads of what a pod may show a little later, such as a search index or a membership."""

"""The level of cost where the plan in hand is near the one in force."""

from __future__ import annotations

from matching.felles.progress import Phase
from matching.tildeling.bounds.level import LevelSearch


class NearSearch(LevelSearch):
    """One level, for a plan that is nearly always the best already: what is left is a proof."""

    def run(self, value: int) -> int:
        """Close the level; return a proven whole lower bound, equal to the best value if closed.

        With a price on changes the relaxation is nearly whole.  So there is no search for better
        plans and no cut before the first pool, which holds every column that a better plan can
        have, up to the value of the plan in hand.  Where that is too much the usual way is gone.
        """
        self._cutoff = min(self._cutoff, value)
        if self._relaxed is None:
            self._relaxed = self._relax(self._master, self._oracle, Phase.RELAXATION)
        relaxed = self._relaxed
        if self._bound >= self._cutoff or relaxed is None or not relaxed.finished:
            return self._bound
        pool = self._enumerate(relaxed, self._cutoff)
        if pool is None:
            self._relaxed = None
            return super().run(value)
        self._finish_on_pool(pool, relaxed, self._cutoff)
        return self._bound

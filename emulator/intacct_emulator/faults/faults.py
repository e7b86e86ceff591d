"""The faults that are ordered of one emulator."""

import random
import threading
from dataclasses import replace

from .fault import Fault, Target


class Faults:
    """Ordered faults; each request meets at most one, the one that was ordered first. Under a seed, the same requests
    in the same order meet the same faults."""

    def __init__(self, seed: int | None = None) -> None:
        self._seed = seed
        self._chance = random.Random(seed)  # noqa: S311 - chance for tests, no secret
        self._orders: list[Fault] = []
        self._lock = threading.Lock()

    @property
    def ordered(self) -> tuple[Fault, ...]:
        """What is still to come, in the order it was asked for."""
        return tuple(self._orders)

    def add(self, fault: Fault) -> None:
        """Orders a fault."""
        with self._lock:
            self._orders.append(fault)

    def clear(self, company: str | None = None) -> None:
        """Takes back all orders, or those for one company; chance begins anew when nothing is left."""
        with self._lock:
            self._orders = [] if company is None else [one for one in self._orders if one.company != company]
            if not self._orders:
                self._chance.seed(self._seed)

    def take(self, target: Target) -> Fault | None:
        """The fault that a request meets, which is then one less to come; None for a request that is left alone."""
        with self._lock:
            for place, fault in enumerate(self._orders):
                if not fault.meets(target):
                    continue
                if fault.probability < 1 and self._chance.random() >= fault.probability:
                    continue
                if fault.times is not None:
                    left = fault.times - 1
                    self._orders[place : place + 1] = [replace(fault, times=left)] if left > 0 else []
                return fault
        return None

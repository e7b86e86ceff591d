"""The tables of a benchmark, and their place in the page."""

import platform
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

END = "<!-- measured: end -->"
COLD_START_AIM, MEMORY_AIM = 1.6, 70.0
# Another company's slow request may not delay anyone noticeably.
_STALLED = 0.25


@dataclass(frozen=True, slots=True)
class Speed:
    """Answers a second, and two latencies in milliseconds."""

    rate: float
    p50: float
    p99: float


@dataclass(frozen=True, slots=True)
class Row:
    """One scenario at one concurrency."""

    name: str
    connections: int
    aim: float | None
    emulator: Speed
    floor: Speed

    @property
    def share(self) -> float:
        """The emulator's part of the floor's rate."""
        return self.emulator.rate / self.floor.rate


@dataclass(frozen=True, slots=True)
class Isolation:
    """Latencies in milliseconds, quiet and while another company works on a slow request."""

    slow_seconds: float
    quiet: Mapping[str, float]
    busy: Mapping[str, float]
    quiet_median: Mapping[str, float]
    busy_median: Mapping[str, float]

    @property
    def held(self) -> bool:
        """Whether no other company was stalled."""
        return all(worst < _STALLED * 1000 * self.slow_seconds for worst in self.busy.values())


def tables(
    rows: Sequence[Row],
    cold: Mapping[str, Sequence[float]],
    memory: Mapping[str, float],
    isolation: Isolation,
    core: float,
) -> tuple[str, bool]:
    """The page's tables in Markdown, and whether every aim was met."""
    lines = [
        "| Request | Connections | Emulator req/s | p50 ms | p99 ms | Floor req/s | p50 ms | p99 ms | Share | Aim |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        speeds = " | ".join(f"{one.rate:,.0f} | {one.p50:.2f} | {one.p99:.2f}" for one in (row.emulator, row.floor))
        aim = "" if row.aim is None else f"{row.aim:.0%}"
        lines.append(f"| {row.name} | {row.connections} | {speeds} | {row.share:.0%} | {aim} |")
    starts = {name: statistics.median(taken) for name, taken in cold.items()}
    factor = starts["emulator"] / starts["floor"]
    lines += [
        "",
        "| | Emulator | Floor | | Aim |",
        "|---|--:|--:|--:|--:|",
        f"| process start to first answer, ms | {1000 * starts['emulator']:.0f} | {1000 * starts['floor']:.0f} "
        f"| {factor:.2f} x | {COLD_START_AIM} x |",
        f"| memory when idle, MB | {memory['emulator']:.0f} | {memory['floor']:.0f} | | {MEMORY_AIM:.0f} |",
        f"| memory after the load, MB | {memory['emulator after the load']:.0f} | | | |",
        "",
        f"While one company works {isolation.slow_seconds:.1f} s on a request:",
        "",
        "| Waiting for | Quiet: median ms | worst ms | Meanwhile: median ms | worst ms |",
        "|---|--:|--:|--:|--:|",
    ]
    for name, label in (("reads", "a read in another company"), ("health", "the health endpoint")):
        quiet = f"{isolation.quiet_median[name]:.2f} | {isolation.quiet[name]:.1f}"
        busy = f"{isolation.busy_median[name]:.2f} | {isolation.busy[name]:.1f}"
        lines.append(f"| {label} | {quiet} | {busy} |")
    lines += [
        "",
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}. "
        f"The load generator took at most {core:.0%} of a core.",
    ]
    met = (
        all(row.aim is None or row.share >= row.aim for row in rows)
        and factor <= COLD_START_AIM
        and memory["emulator"] <= MEMORY_AIM
        and isolation.held
    )
    lines += ["", "Every aim is met." if met else "Not every aim is met."]
    return "\n".join(lines), met


def write(page: Path, begin: str, text: str) -> None:
    """Put the tables between the page's markers. Raises ValueError if the page has none."""
    known = page.read_text(encoding="utf-8")
    if begin not in known or END not in known:
        raise ValueError(f"{page} has no place for the tables: {begin}")
    before, after = known.split(begin, 1)[0], known.split(END, 1)[1]
    page.write_text(f"{before}{begin}\n\n{text}\n\n{END}{after}", encoding="utf-8")

"""Compares the emulator with the floor: same machine, same requests, same load generator, taking turns.

    python benchmarks/run.py            print the tables
    python benchmarks/run.py --write    and put them into docs/performance.md

The emulator must be installed (`pip install -e .`). Takes a minute or so.
"""

import argparse
import statistics
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import messages
import report
from load import Job, Result
from processes import EMULATOR, FLOOR, Generator, Running, server

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
BEGIN = "<!-- measured: begin (python benchmarks/run.py --write) -->"
_PREPARED = 200
_COLD_STARTS = 5


@dataclass(frozen=True, slots=True)
class Scenario:
    """A request that is sent over and over. `aim` is the wanted share of the floor's rate, or None.
    `cycle` is over how many records it goes; 0 means always a new one."""

    name: str
    function: str
    aim: float | None
    cycle: int = 0


SCENARIOS = (
    Scenario("create ARINVOICE, two dimensioned lines", messages.CREATE, 0.4),
    Scenario("read by key, eight fields", messages.READ, 0.6, _PREPARED),
    Scenario("read by key, whole document", messages.READ_WHOLE, None, _PREPARED),
    Scenario("query, ten rows", messages.QUERY, 0.6),
)
CONNECTIONS = (1, 16)


@dataclass(slots=True)
class Measured:
    """The rounds of one scenario on one server."""

    rates: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)

    def add(self, result: Result) -> None:
        """One more round."""
        self.rates.append(result["answers"] / result["seconds"])
        self.latencies += result["latencies"]

    @property
    def rate(self) -> float:
        """Answers a second: the median of the rounds."""
        return statistics.median(self.rates)

    def percentile(self, share: float) -> float:
        """The latency in milliseconds that this share of the answers stayed under."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(int(len(ordered) * share), len(ordered) - 1)]


class Numbers:
    """Numbers of invoices, never the same twice."""

    def __init__(self) -> None:
        self._next = 1

    def take(self, scenario: Scenario) -> int:
        """The first number for a job; as many as it can use are set aside."""
        if scenario.cycle:
            return 1
        self._next += 1_000_000
        return self._next


def main() -> int:
    """Measure and print; 0 when every aim was met."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each measurement (default 3)")
    parser.add_argument("--seconds", type=float, default=1.0, help="length of one measurement (default 1)")
    arguments = parser.parse_args()

    cold = cold_starts()
    first = messages.request(messages.QUERY)
    with Generator() as generator, server(FLOOR, first) as floor, server(EMULATOR, first) as emulator:
        memory = {"emulator": emulator.resident_megabytes(), "floor": floor.resident_megabytes()}
        session = open_session(emulator)
        prepare(emulator, session)
        measured, core = throughput(generator, emulator, floor, session, arguments.rounds, arguments.seconds)
        memory["emulator after the load"] = emulator.resident_megabytes()
        isolation = stall(generator, emulator)
    rows = [
        report.Row(
            name, connections, aim, *(summary(measured[name, connections, who]) for who in ("emulator", "floor"))
        )
        for name, aim in ((scenario.name, scenario.aim) for scenario in SCENARIOS)
        for connections in CONNECTIONS
    ]
    text, met = report.tables(rows, cold, memory, isolation, core)
    print(text)
    if arguments.write:
        report.write(PAGE, BEGIN, text)
    return 0 if met else 1


def cold_starts() -> dict[str, list[float]]:
    """Seconds from spawning the process to its first successful answer, round about."""
    first = messages.request(messages.QUERY)
    taken: defaultdict[str, list[float]] = defaultdict(list)
    for round_number in range(_COLD_STARTS + 1):
        for name, command in (("floor", FLOOR), ("emulator", EMULATOR)):
            with server(command, first) as running:
                # The first start of each writes bytecode and warms the disk's cache: it is not counted.
                if round_number:
                    taken[name].append(running.first_answer)
    return dict(taken)


def open_session(emulator: Running, company: str = "northfield") -> str:
    """A session to measure with."""
    answer = emulator.post(messages.request(messages.OPEN_SESSION, company=company))
    return answer.split("<sessionid>", 1)[1].split("</sessionid>", 1)[0]


def prepare(emulator: Running, session: str) -> None:
    """Post the invoices that are read later; their record numbers are 1, 2, 3 ... in a fresh company."""
    for start in range(0, _PREPARED, 100):
        invoices = "".join(messages.invoice(f"PREPARED-{start + number}") for number in range(100))
        answer = emulator.post(messages.request(f"<create>{invoices}</create>", session=session))
        if "<status>failure</status>" in answer:
            raise RuntimeError(f"the invoices to read could not be posted:\n{answer}")


def throughput(
    generator: Generator, emulator: Running, floor: Running, session: str, rounds: int, seconds: float
) -> tuple[dict[tuple[str, int, str], Measured], float]:
    """Every scenario at every concurrency on both servers, and the most of a core that the generator took."""
    measured: defaultdict[tuple[str, int, str], Measured] = defaultdict(Measured)
    numbers = Numbers()
    busiest = 0.0
    for round_number in range(rounds + 1):
        for scenario in SCENARIOS:
            for connections in CONNECTIONS:
                for name, running in (("floor", floor), ("emulator", emulator)):
                    warming = round_number == 0
                    body = messages.request(scenario.function, session=session)
                    length = min(0.2, seconds) if warming else seconds
                    result = generator.run(job(running, body, numbers.take(scenario), scenario, connections, length))
                    if not warming:
                        measured[scenario.name, connections, name].add(result)
                        busiest = max(busiest, result["core"])
    return measured, busiest


def job(running: Running, body: str, first: int, scenario: Scenario, connections: int, seconds: float) -> Job:
    """One measurement for the generator."""
    return {
        "port": running.port,
        "path": running.path,
        "method": "POST",
        "body": body,
        "first": first,
        "cycle": scenario.cycle,
        "connections": connections,
        "seconds": seconds,
    }


def stall(generator: Generator, emulator: Running) -> report.Isolation:
    """How long others wait while northfield-sandbox works on a slow request: readers of northfield, and the health
    endpoint."""
    session, slow_session = open_session(emulator), open_session(emulator, "northfield-sandbox")
    read = messages.request(messages.READ, session=session)
    slow = messages.request(messages.SLOW, session=slow_session)
    took: list[float] = []

    def send_slow() -> None:
        began = time.perf_counter()
        answer = emulator.post(slow)
        if "<status>failure</status>" not in answer:
            took.append(time.perf_counter() - began)

    reader = job(emulator, read, 1, SCENARIOS[1], 1, 1.0)
    health: Job = {**reader, "method": "GET", "path": "/_emulator/health", "body": ""}
    quiet = {"reads": generator.run(reader), "health": generator.run(health)}
    busy: dict[str, Result] = {}
    for name, watched in (("reads", reader), ("health", health)):
        sender = threading.Thread(target=send_slow)
        sender.start()
        # The slow request is under way before others are watched, and is watched to its end.
        time.sleep(0.05)
        busy[name] = generator.run({**watched, "seconds": 0.8})
        sender.join()
        slow = slow.replace("SLOW-", "SLOWER-")
    if len(took) < 2:
        raise RuntimeError("the slow request failed")
    return report.Isolation(
        slow_seconds=min(took),
        quiet={name: 1000 * max(result["latencies"]) for name, result in quiet.items()},
        busy={name: 1000 * max(result["latencies"]) for name, result in busy.items()},
        quiet_median={name: 1000 * statistics.median(result["latencies"]) for name, result in quiet.items()},
        busy_median={name: 1000 * statistics.median(result["latencies"]) for name, result in busy.items()},
    )


def summary(measured: Measured) -> report.Speed:
    """The figures of a table's cell."""
    return report.Speed(measured.rate, measured.percentile(0.5), measured.percentile(0.99))


if __name__ == "__main__":
    raise SystemExit(main())

"""Measures fresh companies: 8 processes run 200 tests each against one server, each test in a company of its own.

    python benchmarks/companies.py [WORKERS] [TESTS]

A test makes a company, writes into it, checks that it sees its own record and no other, and takes it away. Reported
are the seconds of making a company over HTTP as the workers see them, and inside the server.
"""

import multiprocessing
import statistics
import sys
import time

from intacct_client import Client
from intacct_emulator import Emulator
from intacct_emulator.control.remote import RemoteControl


def work(address: str, worker: int, tests: int) -> list[float]:
    """One worker's tests; the milliseconds that each company took."""
    taken = []
    with RemoteControl(address) as control:
        for number in range(tests):
            begun = time.perf_counter()
            access = control.create_company("northfield")
            taken.append(1000 * (time.perf_counter() - begun))
            with Client.from_env(access.variables(control.url)) as client:
                client.create("CLASS", {"CLASSID": f"T-{worker}-{number}", "NAME": "x"})
                seen = [row for row in client.query("CLASS", ["CLASSID"]) if str(row["CLASSID"]).startswith("T-")]
            assert [row["CLASSID"] for row in seen] == [f"T-{worker}-{number}"], "another test was seen"
            control.delete_company(access.company_id)
    return taken


def main(workers: int, tests: int) -> None:
    """Runs all workers, and prints what it took."""
    with Emulator(companies=["blank"]) as emulator:
        alone, busy = [], []
        for _ in range(200):
            begun, worked = time.perf_counter(), time.process_time()
            access = emulator.companies.create("northfield")
            alone.append(1000 * (time.perf_counter() - begun))
            busy.append(1000 * (time.process_time() - worked))
            emulator.companies.delete(access.company_id)
        size = emulator.companies.create("northfield").company_id
        summary = next(one for one in emulator.companies.list() if one.company_id == size)
        begun = time.perf_counter()
        with multiprocessing.get_context("spawn").Pool(workers) as pool:
            jobs = [(emulator.address, worker, tests) for worker in range(workers)]
            taken = [one for part in pool.starmap(work, jobs) for one in part]
        seconds = time.perf_counter() - begun
    print(
        f"inside the server: median {statistics.median(alone):.2f} ms ({statistics.median(busy):.2f} ms of processor "
        f"time), {summary.bytes / 1e6:.2f} MB a company"
    )
    print(
        f"{workers} workers x {tests} tests: {seconds:.1f} s, no interference; a company over HTTP: median "
        f"{statistics.median(taken):.1f} ms, 95 % under {sorted(taken)[int(0.95 * len(taken))]:.1f} ms"
    )


if __name__ == "__main__":
    main(*(int(word) for word in (sys.argv[1:] or ["8", "200"])))

"""Asynchronous requests: acknowledged at once, carried out by a job, their whole answer posted to a policy's address.

One job runs at a time (documented for the usual tier of a company). What is known of the post: the complete response,
in a connection of its own, with the policy's credentials. Content type and repetitions are inferred.
"""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.policies import TransportPolicy
from intacct_emulator.work.failure_log import log_failure

from .job_queue import QueuedJob
from .messages import Answer

PAUSES = (1.0, 5.0, 25.0)
"""Seconds between the attempts to deliver an answer. Shorter than those documented for the newer API (inferred)."""
LARGEST_REQUEST = 500_000
"""Characters of an asynchronous request (documented)."""
_SECONDS_TO_ANSWER = 30.0
# As documented for the newer API.
_TRY_AGAIN = frozenset({408, 429, 500, 502, 503, 504})

log = logging.getLogger(__name__)


class OfflineJobs:
    """The jobs of one emulator. `close` waits for those that are queued, and gives up what cannot be delivered."""

    def __init__(self, pauses: tuple[float, ...] = PAUSES) -> None:
        self._pauses = pauses
        self._runner = ThreadPoolExecutor(1, "intacct-offline")
        self._couriers = ThreadPoolExecutor(4, "intacct-courier")
        self._closing = threading.Event()

    def queue(
        self, policy: TransportPolicy, company: Company | None, user: str, details: str, work: Callable[[], Answer]
    ) -> None:
        """Queues a request's work. The job is seen in the company's queue."""
        # A control id of several lines must not look like several entries of the log.
        details = " ".join(details.split())
        job = QueuedJob.of(company, user, details)
        log.info("asynchronous request %s: queued for policy %s", details, policy.id)
        self._runner.submit(self._run, policy, job, details, work)

    def close(self) -> None:
        """Finishes the jobs that are queued; an answer that cannot be delivered now is given up."""
        self._closing.set()
        self._runner.shutdown(wait=True)
        self._couriers.shutdown(wait=True)

    def _run(self, policy: TransportPolicy, job: QueuedJob, details: str, work: Callable[[], Answer]) -> None:
        try:
            job.started()
            answer = work()
            self._couriers.submit(self._deliver, policy, job, details, answer)
        except Exception as error:  # noqa: BLE001 - a job that breaks must not take the next ones along
            log_failure(log, f"asynchronous request {details}", error)
            job.ended(delivered=False)

    def _deliver(self, policy: TransportPolicy, job: QueuedJob, details: str, answer: Answer) -> None:
        for attempt, pause in enumerate((*self._pauses, 0.0), 1):
            fault, again = _post(policy, answer)
            if not fault:
                log.info("asynchronous request %s: delivered to policy %s", details, policy.id)
                job.ended(delivered=True)
                return
            log.warning("asynchronous request %s: attempt %d to deliver failed: %s", details, attempt, fault)
            if not again or self._closing.wait(pause):
                break
        log.warning("asynchronous request %s: not delivered to policy %s", details, policy.id)
        job.ended(delivered=False)


def _post(policy: TransportPolicy, answer: Answer) -> tuple[str, bool]:
    """Posts an answer: what went wrong, empty if nothing did, and whether trying again may help. Redirections are not
    followed: they could lead to any host."""
    parts = urlsplit(policy.url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(policy.host, parts.port, timeout=_SECONDS_TO_ANSWER)
    headers = {"Content-Type": answer.content_type}
    if policy.authorization is not None:
        headers["Authorization"] = policy.authorization
    target = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    try:
        connection.request("POST", target, body=answer.body, headers=headers)
        status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        return (error.strerror if isinstance(error, OSError) else None) or type(error).__name__, True
    finally:
        connection.close()
    accepted = 200 <= status < 300
    return ("" if accepted else f"HTTP {status}"), status in _TRY_AGAIN

"""The gateway as one ordered pipeline: parse, check, read, admit, run, write."""

import asyncio
import logging
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING

from lxml import etree

from intacct_emulator.errors import protocol
from intacct_emulator.functions.outcome import Naked
from intacct_emulator.functions.registry import REGISTRY
from intacct_emulator.resources import xsd_folder
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.work.context import Context
from intacct_emulator.work.exchange import ExchangeObserver
from intacct_emulator.work.failure_log import log_failure

from .authentication import (
    AuthenticationFailure,
    ControlFailure,
    Credentials,
    FrontDoorRefusal,
    check_sender,
    find_company,
    sign_in,
)
from .bare_rows import bare_rows
from .envelope import Control, Login, OperationBlock, Request, read_control, read_request
from .execution import run
from .messages import XML_CONTENT_TYPE, Answer, InboundRequest, server_failure
from .parsing import MalformedXml, parse, salvage
from .report import exchange_of
from .response import OperationAnswer, ResponseWriter
from .schema import Complaint, RequestSchema

if TYPE_CHECKING:
    from .offline_jobs import OfflineJobs

_DTD = "2.1"
_READ_ON_THE_LOOP = 64 * 1024
_LARGEST_INLINE = 8 * 1024


log = logging.getLogger(__name__)


class XmlGateway:
    """Answers requests against the companies of one emulator.

    Each company has a thread of its own, so a slow request delays only its own company. `observer` is told of every
    exchange; without an observer this costs nothing.
    """

    def __init__(self, tenants: Tenants, observer: ExchangeObserver | None = None) -> None:
        self.tenants = tenants
        self.observer = observer
        self._schema = RequestSchema(xsd_folder())
        self._threads: dict[Company, ThreadPoolExecutor] = {}
        self._reader = ThreadPoolExecutor(1, "intacct-reader")
        self._jobs: OfflineJobs | None = None
        self.offline_pauses: tuple[float, ...] | None = None
        """Seconds between the attempts to deliver the answer of an asynchronous request, if not the usual ones."""

    async def answer(self, request: InboundRequest) -> Answer:
        """The answer to one request. No content of a request makes it raise."""
        if self.observer is None:
            return await self._answer(request)
        moment, begun = self.tenants.clock.now(), time.perf_counter()
        try:
            answer = await self._answer(request)
        except Exception:
            self._tell(request, server_failure(request.request_id), moment, begun)
            raise
        self._tell(request, answer, moment, begun)
        return answer

    def _tell(self, request: InboundRequest, answer: Answer, moment: datetime, begun: float) -> None:
        observer = self.observer
        if observer is None:
            return
        try:
            observer(exchange_of(request, answer, moment, time.perf_counter() - begun))
        except Exception as error:  # noqa: BLE001 - whoever watches must not break what is watched
            log_failure(log, "the observer of exchanges", error)

    async def _answer(self, request: InboundRequest) -> Answer:
        try:
            root, complaints = await self._read(request.body)
        except MalformedXml as malformed:
            return self._complained(_salvaged_control(request.body), malformed.complaints)
        if complaints:
            control = read_control(root)
            if control.dtdversion == _DTD:
                complaints = self._in_dtd_words(complaints, root)
            return self._complained(control, complaints)
        return await self._answer_valid(read_request(root), request)

    def close(self) -> None:
        """Ends the companies' threads and closes their databases."""
        self.stop_threads()
        self.tenants.close()

    def let_go(self, company: Company) -> None:
        """Ends the thread of a company that was taken away, when what it is at is done."""
        thread = self._threads.pop(company, None)
        if thread is not None:
            thread.shutdown(wait=False)

    def stop_threads(self) -> None:
        """Waits for running work and ends the companies' threads."""
        if self._jobs is not None:
            self._jobs.close()
        for thread in (*self._threads.values(), self._reader):
            thread.shutdown(wait=True)

    async def _answer_valid(self, message: Request, request: InboundRequest) -> Answer:
        writer = self._writer(message.control)
        try:
            check_sender(self.tenants, message.control, request.request_id)
            if message.control.policyid is not None:
                return self._acknowledged(message, request, writer)
            # All companies are found before anything runs: a request that is refused as a whole leaves nothing behind.
            found = [self._find_company(operation, request.request_id) for operation in message.operations]
            answers = [
                await self._operation(message, operation, credentials, request)
                for operation, credentials in zip(message.operations, found, strict=True)
            ]
        except FrontDoorRefusal as refusal:
            body = writer.front_door(refusal.stack[0])
            return Answer(400, body, sender=message.control.senderid, errors=refusal.stack)
        except ControlFailure as failure:
            body = writer.control_failure(failure.stack, echoes=failure.echoes)
            return Answer(200, body, sender=message.control.senderid, errors=failure.stack)
        results = [result for answer in answers for result in answer.results]
        gaps = tuple(dict.fromkeys(gap for result in results for gap in result.gaps))
        naked = [result.outcome.naked for result in results if result.outcome.naked is not None]
        # With other results, the rows are kept in the envelope so that no answer is lost (inferred).
        alone = naked and len(naked) == len(results) and all(answer.results for answer in answers)
        body, content_type = _bare(naked) if alone else (writer.operations(answers), XML_CONTENT_TYPE)
        return Answer(200, body, content_type, gaps, message.control.senderid, operations=answers)

    def _acknowledged(self, message: Request, request: InboundRequest, writer: ResponseWriter) -> Answer:
        """Hands the request to a job. Raises ControlFailure for an unknown policy, and for a request that is too large
        for a job (documented limit, inferred answer)."""
        from .offline_jobs import LARGEST_REQUEST, OfflineJobs

        control = message.control
        policy = self.tenants.policies.get(control.policyid or "")
        if policy is None:
            raise ControlFailure(protocol.INVALID_POLICY, policy=control.policyid)
        if len(request.body) > LARGEST_REQUEST:
            raise ControlFailure(protocol.REQUEST_TOO_LARGE, limit=LARGEST_REQUEST)
        if self._jobs is None:
            self._jobs = OfflineJobs(*([self.offline_pauses] if self.offline_pauses is not None else ()))
        company, user = self._asking(message.operations[0], request.request_id)
        at_last = message._replace(control=control._replace(policyid=None), offline=True)
        self._jobs.queue(policy, company, user, control.controlid, lambda: self._carried_out(at_last, request))
        return Answer(200, writer.acknowledged(), sender=control.senderid)

    def _asking(self, operation: OperationBlock, request_id: str) -> tuple[Company | None, str]:
        """The company and user of an operation; whether they may sign in shows when the job runs (inferred)."""
        try:
            credentials = find_company(self.tenants, operation.authentication, request_id)
        except (FrontDoorRefusal, ControlFailure, AuthenticationFailure):
            return None, ""
        claim = credentials.claim
        return credentials.company, claim.userid if isinstance(claim, Login) else claim.login

    def _carried_out(self, message: Request, request: InboundRequest) -> Answer:
        """The answer of an asynchronous request, on the thread of its job."""
        moment, begun = self.tenants.clock.now(), time.perf_counter()
        answer = asyncio.run(self._answer_valid(message, request))
        self._tell(request, answer, moment, begun)
        return answer

    async def _operation(
        self,
        message: Request,
        operation: OperationBlock,
        credentials: Credentials | AuthenticationFailure,
        request: InboundRequest,
    ) -> OperationAnswer:
        if isinstance(credentials, AuthenticationFailure):
            return OperationAnswer(credentials, "", "")
        company = credentials.company
        # Handing work to a thread and back costs more than most requests do. Cheap calls run here, unless the company
        # is busy.
        if len(request.body) <= _LARGEST_INLINE and company.lock.acquire(blocking=False):
            try:
                if _runs_inline(operation, company):
                    return self._run(message, operation, credentials, request)
            finally:
                company.lock.release()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread(company), self._run, message, operation, credentials, request)

    def _find_company(self, operation: OperationBlock, request_id: str) -> Credentials | AuthenticationFailure:
        try:
            return find_company(self.tenants, operation.authentication, request_id)
        except AuthenticationFailure as failure:
            return failure

    def _run(
        self, message: Request, operation: OperationBlock, credentials: Credentials, request: InboundRequest
    ) -> OperationAnswer:
        control, company, claim = message.control, credentials.company, credentials.claim
        with company.lock:
            try:
                signed_in = sign_in(self.tenants, control.senderid, credentials)
            except AuthenticationFailure as failure:
                return OperationAnswer(failure, failure.userid, failure.companyid, company=company.id)
            context = Context.among(
                self.tenants,
                company,
                signed_in.actor,
                session=signed_in.session,
                senderid=control.senderid,
                endpoint_url=request.endpoint_url,
                request_id=request.request_id,
                offline=message.offline,
            )
            results = run(operation, context, unique=control.unique, watched=self.observer is not None)
            found = company.id if self.observer is not None else ""
        if isinstance(claim, Login):
            return OperationAnswer(signed_in, claim.userid, claim.companyid, results, claim.clientid, found)
        return OperationAnswer(signed_in, claim.login, claim.company, results, company=found)

    async def _read(self, body: bytes) -> tuple[etree._Element, tuple[Complaint, ...]]:
        if len(body) <= _READ_ON_THE_LOOP:
            return self._parse_and_check(body)
        return await asyncio.get_running_loop().run_in_executor(self._reader, self._parse_and_check, body)

    def _parse_and_check(self, body: bytes) -> tuple[etree._Element, tuple[Complaint, ...]]:
        root = parse(body)
        return root, self._schema.complaints(root)

    def _in_dtd_words(self, complaints: Sequence[Complaint], root: etree._Element) -> tuple[Complaint, ...]:
        from .dtd_wording import in_dtd_words

        return tuple(in_dtd_words(complaints, root, self._schema.content_models))

    def _complained(self, control: Control, complaints: Sequence[Complaint]) -> Answer:
        legacy = control.dtdversion == _DTD
        details = [protocol.XML_COMPLAINT.fill(text=complaint.text(dtd=legacy)) for complaint in complaints]
        body = self._writer(control).control_failure(details)
        return Answer(200, body, sender=control.senderid, errors=details)

    def _writer(self, control: Control) -> ResponseWriter:
        return ResponseWriter(control, self.tenants.identifiers.support_id)

    def _thread(self, company: Company) -> ThreadPoolExecutor:
        thread = self._threads.get(company)
        if thread is None:
            thread = self._threads[company] = ThreadPoolExecutor(1, f"intacct-{company.id}")
        return thread


def _salvaged_control(body: bytes) -> Control:
    """The control block of a malformed document, as far as it can be read."""
    try:
        return read_control(salvage(body))
    except UnicodeDecodeError:
        return read_control(None)


def _runs_inline(operation: OperationBlock, company: Company) -> bool:
    if len(operation.functions) != 1:
        return False
    call = operation.functions[0]
    function = REGISTRY.find(call.name)
    return function is not None and function.inline is not None and function.inline(company, call.element)


def _bare(parts: Sequence[Naked]) -> tuple[bytes, str]:
    documents = [bare_rows(part) for part in parts]
    return b"\n".join(body for body, _ in documents), documents[0][1]

"""The gateway as one ordered pipeline: parse, check, read, admit, run, write."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from lxml import etree

from intacct_emulator.errors import protocol
from intacct_emulator.functions.context import Context
from intacct_emulator.functions.outcome import Naked
from intacct_emulator.functions.registry import REGISTRY
from intacct_emulator.resources import xsd_folder
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.tenants import Tenants

from . import execution
from .authentication import (
    AuthenticationFailure,
    ControlFailure,
    Credentials,
    FrontDoorRefusal,
    check_sender,
    find_company,
    sign_in,
)
from .dtd_wording import in_dtd_words
from .envelope import Control, Login, OperationBlock, Request, read_control, read_request
from .messages import Answer, InboundRequest
from .parsing import MalformedXml, parse, salvage
from .response import OperationAnswer, ResponseWriter
from .schema import Complaint, RequestSchema

_DTD = "2.1"
_READ_ON_THE_LOOP = 64 * 1024
_LARGEST_INLINE = 8 * 1024


class XmlGateway:
    """Answers requests against the companies of a tenants.

    Each company has a thread of its own, so a slow request delays only its own company.
    """

    def __init__(self, tenants: Tenants) -> None:
        self.tenants = tenants
        self._schema = RequestSchema(xsd_folder())
        self._threads: dict[Company, ThreadPoolExecutor] = {}
        self._reader = ThreadPoolExecutor(1, "intacct-reader")

    async def answer(self, request: InboundRequest) -> Answer:
        """The answer to one request. Raises nothing for what a request contains."""
        try:
            root, complaints = await self._read(request.body)
        except MalformedXml as malformed:
            return self._complained(_salvaged_control(request.body), malformed.complaints)
        if complaints:
            control = read_control(root)
            if control.dtdversion == _DTD:
                complaints = tuple(in_dtd_words(complaint) for complaint in complaints)
            return self._complained(control, complaints)
        return await self._answer_valid(read_request(root), request)

    def close(self) -> None:
        """Ends the companies' threads and closes their databases."""
        self.stop_threads()
        self.tenants.close()

    def stop_threads(self) -> None:
        """Waits for what is running and ends the companies' threads."""
        for thread in (*self._threads.values(), self._reader):
            thread.shutdown(wait=True)

    async def _answer_valid(self, message: Request, request: InboundRequest) -> Answer:
        writer = self._writer(message.control)
        try:
            check_sender(self.tenants, message.control, self.tenants.identifiers.request_id)
            if message.control.policyid is not None:
                raise ControlFailure(protocol.INVALID_POLICY, policy=message.control.policyid)
            # All companies are found before anything runs: a request that is refused as a whole leaves nothing behind.
            found = [self._find_company(operation) for operation in message.operations]
            answers = [
                await self._operation(message, operation, credentials, request)
                for operation, credentials in zip(message.operations, found, strict=True)
            ]
        except FrontDoorRefusal as refusal:
            return Answer(400, writer.front_door(refusal.stack[0]))
        except ControlFailure as failure:
            return Answer(200, writer.control_failure(failure.stack, echoes=failure.echoes))
        results = [result for answer in answers for result in answer.results]
        gaps = tuple(dict.fromkeys(gap for result in results for gap in result.gaps))
        naked = [result.outcome.naked for result in results if result.outcome.naked is not None]
        # Beside anything else the rows stay in the envelope: nobody's answer may be lost (inferred).
        if naked and len(naked) == len(results) and all(answer.results for answer in answers):
            return _bare(naked, gaps)
        return Answer(200, writer.operations(answers), gaps=gaps)

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
                    return self._run(message, operation, credentials, request.endpoint_url)
            finally:
                company.lock.release()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._thread(company), self._run, message, operation, credentials, request.endpoint_url
        )

    def _find_company(self, operation: OperationBlock) -> Credentials | AuthenticationFailure:
        try:
            return find_company(self.tenants, operation.authentication, self.tenants.identifiers.request_id)
        except AuthenticationFailure as failure:
            return failure

    def _run(
        self, message: Request, operation: OperationBlock, credentials: Credentials, endpoint: str
    ) -> OperationAnswer:
        control = message.control
        with credentials.company.lock:
            try:
                signed_in = sign_in(self.tenants, control.senderid, credentials)
            except AuthenticationFailure as failure:
                return OperationAnswer(failure, failure.userid, failure.companyid)
            claim = credentials.claim
            context = Context(
                signed_in.company,
                signed_in.actor,
                signed_in.session,
                control.senderid,
                endpoint,
                self.tenants.sessions,
                self.tenants.identifiers,
                self.tenants.result_sets,
            )
            results = execution.run(operation, context, unique=control.unique)
        if isinstance(claim, Login):
            return OperationAnswer(signed_in, claim.userid, claim.companyid, results, claim.clientid)
        return OperationAnswer(signed_in, claim.login, claim.company, results)

    async def _read(self, body: bytes) -> tuple[etree._Element, tuple[Complaint, ...]]:
        if len(body) <= _READ_ON_THE_LOOP:
            return self._parse_and_check(body)
        return await asyncio.get_running_loop().run_in_executor(self._reader, self._parse_and_check, body)

    def _parse_and_check(self, body: bytes) -> tuple[etree._Element, tuple[Complaint, ...]]:
        root = parse(body)
        return root, self._schema.complaints(root)

    def _complained(self, control: Control, complaints: Sequence[Complaint]) -> Answer:
        legacy = control.dtdversion == _DTD
        details = [protocol.XML_COMPLAINT.fill(text=complaint.text(dtd=legacy)) for complaint in complaints]
        return Answer(200, self._writer(control).control_failure(details))

    def _writer(self, control: Control) -> ResponseWriter:
        return ResponseWriter(control, self.tenants.identifiers.support_id)

    def _thread(self, company: Company) -> ThreadPoolExecutor:
        thread = self._threads.get(company)
        if thread is None:
            thread = self._threads[company] = ThreadPoolExecutor(1, f"intacct-{company.id}")
        return thread


def _salvaged_control(body: bytes) -> Control:
    """What a document that is no XML says of itself, as far as it is text at all."""
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


def _bare(parts: Sequence[Naked], gaps: tuple[str, ...]) -> Answer:
    return Answer(200, b"\n".join(part.body for part in parts), parts[0].content_type, gaps)

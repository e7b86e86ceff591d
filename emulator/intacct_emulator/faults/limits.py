"""How many requests a performance tier lets in at the same time. Stands before the gateway only if a tier is set."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from intacct_emulator.asgi import AsgiApp, Message, Receive, Scope, Send
from intacct_emulator.tenancy.tenants import Tenants

from .aim import sender_and_company
from .door import all_of, refuse_by_rate, replayed


@dataclass(frozen=True, slots=True)
class Tier:
    """The most requests at once of one sender and to one company."""

    of_sender: int
    of_company: int


TIERS: Mapping[int, Tier] = {1: Tier(6, 8)}
"""Documented for tier 1. The numbers of other tiers are in contracts, and the monthly volume is billed, not refused."""


class LimitedDoor:
    """The gateway's application, behind the limits of a tier. A request counts from its arrival to its answer; one too
    many is answered with HTTP 429 and GW-0010, and nothing of it is carried out."""

    def __init__(self, gateway: AsgiApp, tenants: Tenants, tier: Tier) -> None:
        self._gateway = gateway
        self._tenants = tenants
        self._tier = tier
        self._senders: Counter[str] = Counter()
        self._companies: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        messages: list[Message] = await all_of(receive)
        sender, company = sender_and_company(b"".join(one.get("body", b"") for one in messages), self._tenants)
        if self._senders[sender] >= self._tier.of_sender or self._companies[company] >= self._tier.of_company:
            await refuse_by_rate(send)
            return
        self._senders[sender] += 1
        self._companies[company] += 1
        try:
            await self._gateway(scope, replayed(messages, receive), send)
        finally:
            for counts, name in ((self._senders, sender), (self._companies, company)):
                counts[name] -= 1
                if not counts[name]:
                    del counts[name]

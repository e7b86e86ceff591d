"""How a company is signed in to."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class CompanyAccess:
    """A company and who may sign in to it. What is not known is empty: passwords are kept as hashes, and only those in
    a fixture's folder can be told."""

    company_id: str
    title: str = ""
    sender_id: str = ""
    sender_password: str = field(default="", repr=False)
    user_id: str = ""
    user_password: str = field(default="", repr=False)

    def as_json(self) -> dict[str, str]:
        """As the control routes write it."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, str]) -> "CompanyAccess":
        """What the control routes wrote."""
        return cls(**data)

    def variables(self, endpoint_url: str) -> dict[str, str]:
        """The environment that the vendor's SDKs and this project's client read."""
        return {
            "INTACCT_SENDER_ID": self.sender_id,
            "INTACCT_SENDER_PASSWORD": self.sender_password,
            "INTACCT_COMPANY_ID": self.company_id,
            "INTACCT_USER_ID": self.user_id,
            "INTACCT_USER_PASSWORD": self.user_password,
            "INTACCT_ENDPOINT_URL": endpoint_url,
        }

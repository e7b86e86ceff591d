"""`intacct-emulator exec`: an emulator for the time that another program runs."""

import os
import subprocess
from collections.abc import Sequence

from intacct_emulator.embedded import Emulator
from intacct_emulator.failure import CannotRunError
from intacct_emulator.settings import GATEWAY_PATH, Settings, published


def run_with_emulator(command: Sequence[str], settings: Settings) -> int:
    """Starts an emulator on a free port, runs the command with a fresh company's `INTACCT_*` variables, and gives the
    command's exit status. With TLS, proxy and CA variables lead clients with a hard-coded host here, too.

    Raises CannotRunError for a command that cannot be started.
    """
    given = {name: value for name, value in published(settings).items() if value not in (None, [], ())}
    companies = list(settings.company)
    given.pop("company")
    with Emulator(companies=companies, gateway=None, **given) as emulator:
        company_id = emulator.companies.list()[0].company_id
        variables = dict(os.environ) | emulator.companies.access(company_id).variables(emulator.url)
        variables["INTACCT_EMULATOR_ADDRESS"] = emulator.address
        if emulator.ca is not None:
            variables |= {
                "HTTPS_PROXY": emulator.address,
                "https_proxy": emulator.address,
                "INTACCT_ENDPOINT_URL": f"https://api.intacct.com{GATEWAY_PATH}",
                "NODE_EXTRA_CA_CERTS": str(emulator.ca),
                "SSL_CERT_FILE": str(emulator.ca),
                "REQUESTS_CA_BUNDLE": str(emulator.ca),
                "CURL_CA_BUNDLE": str(emulator.ca),
            }
        try:
            return subprocess.run(list(command), env=variables, check=False).returncode  # noqa: S603 - the user's own
        except FileNotFoundError:
            raise CannotRunError(f"there is no command {command[0]}") from None
        except OSError as fault:
            raise CannotRunError(f"cannot run {command[0]}: {fault.strerror or fault}") from fault

"""An emulator in a container for a test session: `pip install testcontainers intacct-client`, then `docker build`."""

from collections.abc import Iterator

import pytest
from testcontainers.core.container import DockerContainer
from testcontainers.core.waiting_utils import wait_for_logs

PORT = 8080


@pytest.fixture(scope="session")
def intacct_url() -> Iterator[str]:
    """The gateway's address. Each test makes its own company there: see docs/testing.md."""
    with DockerContainer("intacct-emulator").with_exposed_ports(PORT) as container:
        wait_for_logs(container, "READY", timeout=60)
        host, port = container.get_container_host_ip(), container.get_exposed_port(PORT)
        yield f"http://{host}:{port}/ia/xml/xmlgw.phtml"

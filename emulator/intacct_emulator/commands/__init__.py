"""The sub-commands of `intacct-emulator`, in the order that help lists them."""

from .companies import (
    COMPANY_CHECK,
    COMPANY_CREATE,
    COMPANY_DELETE,
    COMPANY_LIST,
    COMPANY_LOAD,
    COMPANY_NEW,
    COMPANY_RESET,
    COMPANY_SAVE,
)
from .errors import EXPLAIN, REPRO_CAPTURE, REPRO_RUN
from .running import COVERAGE, DEMO, EXEC, EXPORT, GENERATE, SERVE

COMMANDS = (
    SERVE,
    DEMO,
    COVERAGE,
    GENERATE,
    COMPANY_LIST,
    COMPANY_CREATE,
    COMPANY_RESET,
    COMPANY_DELETE,
    COMPANY_SAVE,
    COMPANY_LOAD,
    COMPANY_NEW,
    COMPANY_CHECK,
    EXPORT,
    EXPLAIN,
    REPRO_RUN,
    REPRO_CAPTURE,
    EXEC,
)

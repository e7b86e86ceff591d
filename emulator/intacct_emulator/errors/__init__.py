"""Every error the gateway answers, each with its evidence: the entries, and the exception that carries them.

Raise with ``GatewayError(protocol.WRONG_SIGN_IN)``; no error text stands anywhere else.
"""

from .model import EmulatorGap, ErrorDetail, ErrorEntry, GatewayError
from .newer import MessageIds, NewerName

__all__ = ["EmulatorGap", "ErrorDetail", "ErrorEntry", "GatewayError", "MessageIds", "NewerName"]

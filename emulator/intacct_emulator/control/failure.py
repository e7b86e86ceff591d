"""What a control verb cannot do, said in one sentence."""

from intacct_emulator.failure import CannotRunError


class ControlError(CannotRunError):
    """A verb that was refused. `status` is that of HTTP."""

    status = 400


class NotThereError(ControlError):
    """What the verb is about is not there."""

    status = 404


class AlreadyThereError(ControlError):
    """What the verb would make is there already."""

    status = 409


class UnusableError(ControlError):
    """What was given cannot be used."""

    status = 422

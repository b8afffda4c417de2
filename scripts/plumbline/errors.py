"""What the command line says when it cannot go on."""


class PlumblineError(Exception):
    """A problem the user can act on: one clear paragraph, printed without a traceback.

    `exit_code` 1: the data or a test is at fault; 2: the call or the configuration is.
    """

    def __init__(self, message: str, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code

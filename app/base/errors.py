"""Every error that a request can end with. `app.middleware.problems` maps each to its answer.

    AppError
    ├── ParameterError    a parameter is unknown, repeated or not among the choices
    ├── Unauthorised      the service needs a key, and none that it knows came
    ├── UploadTooLarge    more bytes than the service takes
    ├── UploadTooSlow     fewer bytes a second than the service waits for
    ├── UploadBroken      the form, or the body itself, is not what was announced
    ├── UnknownFormat     a file in a format that the service does not read
    ├── ImageBroken       the file is damaged or truncated
    ├── ImageTooLarge     more pixels, or more decoder memory, than the service takes
    ├── TooMuch           more of something else: pages, metadata, time
    ├── ColourRefused     a picture that is not RGB or grey
    ├── NoRoom            the disk is full, or cannot be written
    ├── Busy              all slots and all places in the queue are taken
    └── NotReady          the service is still starting

    SettingsBroken        a setting that cannot be used: there is no service to answer with

The text of each names the thing, what was expected and what came.
"""


class AppError(Exception):
    """The root of the tree above."""


class SettingsBroken(Exception):
    """A setting that cannot be used: there is no service to answer with."""


class ParameterError(AppError):
    """A parameter that is unknown, repeated or not among the choices."""


class Unauthorised(AppError):
    """A request without a key that the service knows."""


class UploadTooLarge(AppError):
    """More bytes than the service takes."""


class UploadTooSlow(AppError):
    """Fewer bytes a second than the service waits for."""


class UploadBroken(AppError):
    """A form, or a body, that is not what was announced."""


class UnknownFormat(AppError):
    """A file in a format that the service does not read."""


class ImageBroken(AppError):
    """A file that is damaged or truncated."""


class ImageTooLarge(AppError):
    """More pixels, or more decoder memory, than the service takes."""


class TooMuch(AppError):
    """More of something else than the service takes: pages, metadata, time."""


class ColourRefused(AppError):
    """A picture that is not RGB or grey."""


class NoRoom(AppError):
    """A disk that is full, or cannot be written."""


class Busy(AppError):
    """A service whose slots and places in the queue are all taken."""


class NotReady(AppError):
    """A service that is still starting."""

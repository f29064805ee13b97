"""Names, places and dates of texts replaced by invented ones, so that only a secret leads back (floor 4; no files)."""

from .addresses import address
from .dates import Shift, Written
from .finding_dates import dates
from .finding_names import find
from .leaks import Leak, date_leaks, leaks
from .names import Declared, Kind, Names, Passage
from .pseudonyms import Pseudonyms
from .replacing import Change, Masker, Places, changed
from .restoring import Restorer
from .shifting import choose, meets

__all__ = [
    "Change",
    "Declared",
    "Kind",
    "Leak",
    "Masker",
    "Names",
    "Passage",
    "Places",
    "Pseudonyms",
    "Restorer",
    "Shift",
    "Written",
    "address",
    "changed",
    "choose",
    "date_leaks",
    "dates",
    "find",
    "leaks",
    "meets",
]

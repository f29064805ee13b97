"""Models to be fitted: YAML in, a `FitModel` out, or every problem with its line and column."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import replace
from pathlib import Path

from summitry.errors import InputError, Problem
from summitry.fit.model import FitModel
from summitry.fit.resolve import KEYS, resolve
from summitry.formats.files import read_bytes
from summitry.formats.yaml_tree import MOST_BYTES, read_tree

_KEY = r"""(?:^|[{,]\s*)["']?(?:%s)["']?\s*:"""
_OWN = re.compile(_KEY % "fit|utilities|observed", re.MULTILINE)
_OTHER = re.compile(_KEY % "summitry", re.MULTILINE)


def is_model(path: Path) -> bool:
    """Whether a file has a top-level key of models, or forgot `fit` but has their other keys, and so is no scenario."""
    try:
        with path.open("rb") as file:
            head = file.read(MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return False
    return _OWN.search(head) is not None and _OTHER.search(head) is None


def read(source: str | os.PathLike[str] | bytes, name: str = "") -> FitModel:
    """Read a model to be fitted, a MODEL.yaml, from a file or from its bytes; `InputError` with every problem.

    >>> summitry.load_fit_model(b"fit: 1")
    Traceback (most recent call last):
        ...
    summitry.errors.InputError: model:1:1: no list of steps; ...
    """
    if isinstance(source, bytes):
        data, name = source, name or "model"
    else:
        name = name or os.fspath(source)
        data = read_bytes(Path(source), name, what="a model to be fitted", most=MOST_BYTES, suffixes=(".yaml", ".yml"))
    tree = read_tree(data, name)
    if tree.problems:
        raise InputError(sorted(tree.problems))
    if not isinstance(tree.value, dict):
        raise InputError([Problem(name, 1, 1, "no mapping", f"the keys {', '.join(KEYS)}")])
    model, troubles = resolve(tree.value)
    if model is None:
        problems = []
        for t in troubles:
            line, col = tree.place(t.path, key=t.key, offset=t.offset)
            problems.append(Problem(name, line, col, t.found, t.expected, t.fix))
        raise InputError(sorted(set(problems)))
    places = {path: tree.place(path) for path in tree.spots}
    return replace(model, file=name, places=places, sha256=hashlib.sha256(data).hexdigest())

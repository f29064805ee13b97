"""Each public name says what it does and shows it in an example that runs."""

import doctest
import inspect
import io
from pathlib import Path

import pytest

import summitry

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
DOCUMENTED = [name for name in summitry.__all__ if not name.startswith("__")]


def test_names_are_sorted_and_exist() -> None:
    assert sorted(set(summitry.__all__)) == sorted(summitry.__all__)
    assert [name for name in summitry.__all__ if not hasattr(summitry, name)] == []
    assert set(summitry.__all__) <= set(dir(summitry))


@pytest.mark.parametrize("name", DOCUMENTED)
def test_docstring_has_an_example_that_runs(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    documentation = inspect.getdoc(getattr(summitry, name)) or ""
    # Dataclasses without a docstring are given their signature, which tells nobody anything.
    assert documentation.strip(), f"summitry.{name} has no docstring"
    assert not documentation.startswith(f"{name}("), f"summitry.{name} has no docstring"
    example = doctest.DocTestParser().get_doctest(documentation, {"summitry": summitry}, name, None, 0)
    assert example.examples, f"summitry.{name} shows no example (>>>)"
    said = io.StringIO()
    assert not doctest.DocTestRunner(optionflags=FLAGS).run(example, out=said.write).failed, said.getvalue()

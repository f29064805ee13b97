"""Numbers written into a scenario's file: nothing else changes, and what is read again is what was set."""

from __future__ import annotations

import pytest

from summitry import catalog
from summitry.errors import InputError
from summitry.formats.scenario_edit import reread, written
from summitry.formats.scenario_yaml import read
from summitry.report.handles import handles
from summitry.scenario import with_values


@pytest.mark.parametrize("name", catalog.names())
def test_every_movable_number_can_be_written(name: str) -> None:
    scenario = read(catalog.path(name).read_bytes(), name)
    movable = {h["path"]: f"{h['middle']:.4f}" for h in handles(scenario) if h["movable"]}
    assert movable
    text = written(scenario, movable)
    again, expected = read(text.encode(), name), with_values(scenario, movable)
    drawn = [p for p, q in expected.quantities.items() if q.expr is None]
    assert {p: again.quantities[p].text for p in drawn} == {p: expected.quantities[p].text for p in drawn}
    before, after = scenario.text.splitlines(), text.splitlines()
    assert 0 < sum(a != b for a, b in zip(before, after, strict=True)) <= len(movable)
    assert [line[line.index(" #") :] for line in after if " #" in line] == [
        line[line.index(" #") :] for line in before if " #" in line
    ]


def test_several_at_once_keep_comments_quotes_and_line_ends() -> None:
    scenario = read(catalog.path("alaska-2025").read_bytes(), "alaska-2025")
    crlf = read(scenario.text.replace("\n", "\r\n").encode(), "alaska-2025")
    wanted = {"precision": "4 to 9", "audience_cost": "pert(0.1, 0.2, 0.4)", "payoffs.us.peacemaker": "0.9"}
    text = written(crlf, wanted)
    assert "4 to 9" in text
    assert "'pert(0.1, 0.2, 0.4)'" in text
    assert text.count("#") == scenario.text.count("#")
    assert sum(a != b for a, b in zip(crlf.text.splitlines(), text.splitlines(), strict=True)) == 3


def test_what_cannot_be_written_is_refused() -> None:
    scenario = read(catalog.path("alaska-2025").read_bytes(), "alaska-2025")
    with pytest.raises(InputError, match="no value of its own"):
        written(scenario, {"land_that_it_holds": "0.4"})
    with pytest.raises(InputError, match="unknown number"):
        written(scenario, {"no such thing": "0.4"})


def test_a_text_from_elsewhere_opens_no_file(tmp_path) -> None:
    (tmp_path / "secret.geojson").write_text('{"features": [{"properties": {"ISO": "UA-43"}, "geometry": null}]}')
    (tmp_path / "secret.jsonl").write_text("not a ledger, which would be an error if it were read")
    scenario = read(catalog.path("alaska-2025").read_bytes(), "alaska-2025")
    hostile = scenario.text.replace("ukraine_oblasts.geojson", "secret.geojson")
    with pytest.raises(InputError, match=r"no file 'secret\.geojson'"):
        reread(hostile.encode(), scenario, tmp_path, None)
    for name in ("secret.jsonl", "../../../etc/passwd"):
        other = scenario.text.replace("alaska-2025.ledger.jsonl", name)
        assert reread(other.encode(), scenario, tmp_path, {"s01"}).ledger == name

"""A day's work in Chromium, and days on which something goes wrong."""

from __future__ import annotations

import json
import os
import re
import signal
from pathlib import Path

import pytest
from app_pages import VIEWS, Bench, free_port, open_page, settled

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_days_work(browser, bench, folder: Path, tmp_path: Path) -> None:
    page, troubles = open_page(browser, bench)
    settled(page)
    before = page.locator(".figs .lead").inner_text()

    # move a number by its slider, then another by its field
    page.locator("[data-path='precision'] input[type=range]").fill("11")
    page.get_by_label("chance that Guest is serious", exact=True).fill("0.5")
    page.keyboard.press("Tab")
    settled(page)
    assert page.locator(".figs .lead").inner_text() != before
    assert page.locator(".lv.moved").count() == 2

    # compare: kept against another value
    page.get_by_role("link", name="Compare").click()
    page.get_by_role("button", name="Keep what is set now").click()
    page.get_by_role("link", name="Levers").click()
    page.locator("[data-path='precision'] input[type=range]").fill("5")
    settled(page)
    page.get_by_role("link", name="Compare").click()
    page.locator(".cmp .figs .lead").nth(1).wait_for()
    assert page.locator(".cmp .figs .lead").nth(0).inner_text() != page.locator(".cmp .figs .lead").nth(1).inner_text()
    page.get_by_role("button", name="Work out the paired difference").click()
    page.locator(".job .report h2, .job .report pre").first.wait_for()

    # review three rows, see them in their text, and write the review into the ledger
    page.get_by_role("link", name="Ledger").click()
    rows = page.locator("article.row")
    rows.nth(0).get_by_role("button", name="Accept").click()
    page.locator("article.row.accepted").wait_for()
    rows.nth(1).get_by_role("button", name="Reject").click()
    page.locator("article.row.rejected").wait_for()
    rows.nth(2).get_by_role("button", name="Edit").click()
    page.get_by_label("In our own words").fill("A third is unsure.")
    page.get_by_role("button", name="Keep the edit").click()
    page.locator("article.row.edited").wait_for()
    page.locator("#source").set_input_files(folder / "talk.txt")
    page.locator(".src mark").nth(2).wait_for()
    # an emoji before it is one code point and two units of UTF-16
    assert page.locator(".src mark").all_inner_texts() == ["we want a pause", "No land", "perhaps"]
    page.get_by_role("button", name="Write it to visit.ledger.jsonl").click()
    page.get_by_text("Your review stands in").wait_for()
    kept = [json.loads(line) for line in (folder / "visit.ledger.jsonl").read_text("utf-8").splitlines()]
    assert [r["provenance"]["review"] for r in kept] == ["accepted", "rejected", "edited"]
    assert kept[2]["paraphrase"] == "A third is unsure."

    # save: only what was moved differs, comments are kept
    with page.expect_download() as got:
        page.get_by_role("button", name="Save as").click()
    saved = tmp_path / "saved.yaml"
    got.value.save_as(saved)
    old, new = (folder / "visit.yaml").read_text("utf-8").splitlines(), saved.read_text("utf-8").splitlines()
    assert [n for o, n in zip(old, new, strict=True) if o != n] == [
        "      serious: {means: would stop on bearable terms, chance: {value: 0.5, because: r1}}",
        "precision: 5                  # how sharply",
    ]

    # reload: what was moved is still moved; one key brings all back
    page.reload()
    page.goto(f"{bench.address}/#levers")
    settled(page)
    assert page.locator(".lv.moved").count() == 2
    moved = page.locator(".figs .lead").inner_text()
    page.keyboard.press("Escape")
    settled(page)
    assert page.locator(".lv.moved").count() == 0
    assert page.locator(".figs .lead").inner_text() == before

    # the saved file, opened again, has the values that were moved
    page.locator("#file").set_input_files(saved)
    page.wait_for_function("() => document.querySelector('[data-path=precision] .val')?.value === '5'")
    settled(page)
    assert page.locator(".figs .lead").inner_text() == moved
    assert troubles == []
    page.context.close()


def test_two_seats_in_two_browsers_to_the_end(browser, bench, folder: Path) -> None:
    boss, troubles = open_page(browser, bench, "rehearse")
    boss.get_by_role("button", name="Open a table for several").click()
    boss.get_by_role("button", name="Begin").wait_for()
    address = boss.url
    ann, troubles_a = open_page(browser, bench, address.split("#")[1])
    bo, troubles_b = open_page(browser, bench, address.split("#")[1])
    ann.get_by_role("button", name="Sit down for Guest").click()
    ann.get_by_text("is your seat").wait_for()
    bo.get_by_role("button", name="Sit down for Host").click()
    bo.get_by_text("is your seat").wait_for()
    boss.get_by_role("button", name="Begin").click()
    boss.get_by_text("You facilitate").wait_for()
    boss.get_by_label("Tell news").fill("A storm is near <b>now</b>")
    boss.get_by_role("button", name="Tell").click()
    ann.get_by_text("A storm is near <b>now</b>").wait_for()

    ann.get_by_role("button", name="What would the model do?").click()
    ann.get_by_text("In this model").wait_for()
    ann.get_by_role("button", name="My role sheet").click()
    ann.get_by_text("What you want").wait_for()
    # the facilitator's event, set before it comes up
    boss.get_by_label("comes out as").select_option("rough")
    boss.get_by_role("button", name="Set").click()
    boss.get_by_text("set: weather: rough").wait_for()
    ann.get_by_role("button", name="offers a pause").click()
    # the host is never told of which type the guest is
    secret = ann.locator(".who small").inner_text().strip(", ")
    bo.get_by_role("button", name="invites again").wait_for()
    assert secret not in bo.locator(".play").inner_text()
    bo.get_by_role("button", name="invites again").click()
    bo.locator(".options .opt").nth(1).wait_for()
    bo.locator(".options .opt").last.click()
    ann.get_by_role("button", name="accepts").click()
    for page in (ann, bo, boss):
        page.get_by_text("What everybody held").wait_for()
    assert "weather: rough (set by the facilitator)" in boss.locator(".play").inner_text()
    assert secret in bo.locator(".end").inner_text()
    with ann.expect_download() as got:
        ann.get_by_role("button", name="Transcript as a file").click()
    assert "How it ended" in Path(got.value.path()).read_text("utf-8")
    assert troubles == troubles_a == troubles_b == []
    for page in (boss, ann, bo):
        page.context.close()


def test_an_error_in_the_text_is_told_at_its_place_as_one_types(browser, bench) -> None:
    page, troubles = open_page(browser, bench, "text")
    area = page.locator("#text")
    area.wait_for()
    page.wait_for_function("() => document.querySelector('#text').value.includes('precision')")
    whole = area.input_value()
    area.fill(whole.replace("answer is invites again", "anser is invites again", 1))
    page.get_by_text("did you mean 'answer'").first.wait_for()
    line = whole[: whole.index("answer is invites again")].count("\n") + 1
    assert page.locator(".gutter .bad").first.inner_text() == str(line)
    page.locator(".found button").first.click()
    at = page.evaluate("document.querySelector('#text').selectionStart")
    assert whole[:at].count("\n") + 1 == line
    assert page.get_by_role("button", name="Use this text").is_disabled()
    area.fill(whole.replace("title: A pause & an invitation", "title: Another name"))
    page.wait_for_function("() => !document.evaluate(\"//button[.='Use this text']\", document).iterateNext().disabled")
    page.get_by_role("button", name="Use this text").click()
    page.wait_for_function("() => document.querySelector('#title').textContent === 'Another name'")
    assert troubles == []
    page.context.close()


def test_a_long_study_can_be_stopped_and_another_run(browser, bench) -> None:
    page, troubles = open_page(browser, bench, "studies")
    page.get_by_role("button", name="Which numbers matter").click()
    page.get_by_role("button", name="Stop").click()
    page.get_by_text("Stopped.").wait_for()
    page.get_by_role("button", name="Where does it tip").click()
    page.locator(".job .report h2, .job .report pre").first.wait_for()
    assert troubles == []
    page.context.close()


def test_two_tabs_on_one_scenario_do_not_mix(browser, bench) -> None:
    one, troubles_one = open_page(browser, bench)
    two, troubles_two = open_page(browser, bench)
    settled(one)
    settled(two)
    one.locator("[data-path='precision'] .val").fill("2")
    one.keyboard.press("Tab")
    two.locator("[data-path='precision'] .val").fill("12")
    two.keyboard.press("Tab")
    settled(one)
    settled(two)
    assert one.locator(".figs .lead").inner_text() != two.locator(".figs .lead").inner_text()
    assert one.locator("[data-path='precision'] .val").input_value() == "2"
    assert troubles_one == troubles_two == []
    one.context.close()
    two.context.close()


def test_a_dead_server_and_one_that_comes_back(browser, folder: Path) -> None:
    mine = Bench(folder / "visit.yaml", free_port())
    mine.start()
    try:
        page, _ = open_page(browser, mine)
        settled(page)
        mine.stop()
        page.locator("[data-path='precision'] .val").fill("7")
        page.keyboard.press("Tab")
        page.get_by_text("does not answer. Nothing that you typed is lost").first.wait_for()
        assert page.locator("[data-path='precision'] .val").input_value() == "7"
        mine.start()
        page.reload()
        settled(page)
        assert page.locator("[data-path='precision'] .val").input_value() == "7"
        page.context.close()
    finally:
        mine.stop()


def test_a_slow_server_is_said_to_be_slow(browser, bench) -> None:
    page, troubles = open_page(browser, bench)
    settled(page)
    os.kill(bench.process.pid, signal.SIGSTOP)
    try:
        page.locator("[data-path='precision'] .val").fill("7")
        page.keyboard.press("Tab")
        page.get_by_text("The server is taking its time").wait_for()
    finally:
        os.kill(bench.process.pid, signal.SIGCONT)
    settled(page)
    page.wait_for_function("() => document.querySelector('#notice').textContent === ''")
    assert troubles == []
    page.context.close()


def test_an_error_in_the_page_leaves_the_rest_at_work(browser, bench) -> None:
    page, _ = open_page(browser, bench)
    settled(page)
    page.evaluate("setTimeout(() => { throw new Error('spoilt'); })")
    page.get_by_text("Something on this page failed").wait_for()
    page.get_by_role("link", name="Strategies").click()
    page.get_by_text("What would each party do").wait_for()
    page.context.close()


def test_only_the_keyboard(browser, bench) -> None:
    page, troubles = open_page(browser, bench)
    settled(page)
    page.locator("#nav a").first.focus()
    for _ in range(9):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.hash.length > 1 && location.hash !== '#levers'")
    page.goto(f"{bench.address}/#tree")
    node = page.locator(".node[tabindex='0']")
    node.wait_for()
    node.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelectorAll('.node').length > 4")
    assert "in 100" in page.locator(".detail").inner_text()
    assert troubles == []
    page.context.close()


@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (1400, "dark"), (400, "light"), (400, "dark")])
def test_axe_finds_no_violation_in_any_view(browser, bench, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page, troubles = open_page(browser, bench, width=width, scheme=scheme)
    settled(page)
    for name, ready in VIEWS.items():
        page.goto(f"{bench.address}/#{name}")
        page.locator(ready).first.wait_for()
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        found = Axe().run(page).response["violations"]
        assert [(name, v["id"], [n["html"][:200] for n in v["nodes"][:3]]) for v in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    assert troubles == []
    page.context.close()


SCRIPT = "<img src=x onerror=hit()><script>hit()</script>\\u0022 onload=hit() x=\\u0022{{7*7}}"


def test_scripts_in_every_text_of_scenario_and_ledger_stay_text(browser, bench, folder: Path, tmp_path: Path) -> None:
    text = (folder / "visit.yaml").read_text("utf-8")
    quoted = f'"{SCRIPT}"'
    text = re.sub(r"^title: .*$", lambda _: f"title: {quoted}", text, flags=re.M)
    text = re.sub(r"^question: .*$", lambda _: f"question: {quoted}", text, flags=re.M)
    text = text.replace("name: Host", f"name: {quoted}").replace("name: Guest", f"name: {quoted}")
    text = text.replace("means: would stop on bearable terms", f"means: {quoted}").replace(
        "means: wants time", f"means: {quoted}"
    )
    # names of markers may hold no such characters
    for name in ("offers a pause", "time won", "calm"):
        text = text.replace(name, f"{name} <u>x</u>")
    hostile = tmp_path / "visit.yaml"
    hostile.write_text(text, "utf-8")
    ledger = (folder / "visit.ledger.jsonl").read_text("utf-8")
    ledger = ledger.replace("The minister", SCRIPT.replace('"', "'")).replace('"A talk"', f'"{SCRIPT}"')
    (tmp_path / "visit.ledger.jsonl").write_text(ledger, "utf-8")
    mine = Bench(hostile, free_port())
    mine.start()
    try:
        page, troubles = open_page(browser, mine)
        page.add_init_script("window.hit = () => { window.wasHit = true; }")
        page.reload()
        settled(page)
        for name, ready in VIEWS.items():
            page.goto(f"{mine.address}/#{name}")
            page.locator(ready).first.wait_for()
            assert page.evaluate("document.querySelectorAll('main img, main script, main iframe, main u').length") == 0
        assert not page.evaluate("window.wasHit === true")
        assert [t for t in troubles if "Failed to load" not in t] == []
        page.context.close()
    finally:
        mine.stop()

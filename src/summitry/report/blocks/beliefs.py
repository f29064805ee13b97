"""Who believes what, and when: one panel a party."""

from __future__ import annotations

from summitry.report.blocks.html import Page, esc, figure, note, picture, section, show, table, tags, triple, who
from summitry.report.charts.beliefs import panel
from summitry.report.texts import text
from summitry.report.words import beliefs as words
from summitry.report.words import names
from summitry.report.words.beliefs import Topic
from summitry.report.words.phrase import fill, given

MOST_TOPICS, MOST_PANELS = 2, 6


def _panels(page: Page, topic: Topic) -> str:
    out = []
    for item in topic.panels[:MOST_PANELS]:
        spec = panel(item, topic, page.mark(item.party))
        more = tags(page, item.rows) if item.rows else ""
        fallen = f" ({esc(text('beliefs.fallback'))})" if item.fallback else ""
        out.append(
            f"<div><h3>{who(page, item.party)}</h3><p>{show(item.caption)}{more}{fallen}</p>"
            f"{picture(spec, words.alt(page.study, topic, item))}</div>"
        )
    return f'<div class="fan">{"".join(out)}</div>'


def _proof(page: Page, topic: Topic) -> str:
    s, rows = page.study.scenario, []
    for b in page.findings.beliefs:
        if b.about == topic.about and topic.type in b.types:
            seen = str(names.happened(s, b.after, b.party)) if b.after else text("beliefs.before")
            rows.append([names.label(s, b.party), seen, *triple(b.types[topic.type])])
    verb = {"is": names.is_are(s, topic.about)}
    caption = fill("beliefs.caption", party=names.party(s, topic.about), type=given(topic.type), **verb)
    heads = [text("page.party"), text("page.after"), text("page.low"), text("page.average"), text("page.high")]
    return table(caption, heads, rows)


def beliefs(page: Page) -> str:
    """The block; absent without types."""
    topics = words.topics(page.study)[:MOST_TOPICS]
    if not topics:
        return ""
    s = page.study
    body = "".join(note(show(words.note(s, t))) for t in topics)
    for k, t in enumerate(topics):
        body += figure(
            page,
            words.figure_title(s, t),
            words.unit(s, t),
            _panels(page, t),
            _proof(page, t),
            long=len(t.panels) > 3,
            key="" if k else "beliefs",
        )
    return section("beliefs", fill("beliefs.heading"), words.lead(s, topics[0]), body)

"""How far can it be trusted, and how to get it again."""

from __future__ import annotations

from summitry.report.blocks.html import BAR, Page, command, esc, fold, note, section, show, table
from summitry.report.texts import entries, text
from summitry.report.words import names
from summitry.report.words.finding import main_chance
from summitry.report.words.phrase import WITHHELD, Phrase, fill, given, join, withheld
from summitry.report.words.rounding import ends, tiny


def _line(term: str, body: str) -> str:
    return f"<dt>{esc(text(term))}</dt><dd>{body}</dd>"


def certificate(page: Page) -> str:
    """The bordered box; unsolved input sets first and in bold."""
    c, chance = page.findings.certificate, main_chance(page.findings)
    out = []
    if c.unsolved:
        low, high = ends(*chance.if_unsolved)
        event = names.event(chance.name)
        body = fill("trust.unsolved", u=f"{c.unsolved:,}", n=f"{c.draws:,}", event=event, low=low, high=high)
        out.append(_line("trust.solved_dt", f"<b>{show(body)}</b>"))
        reasons = join([given(f"{k} ({v:,})") for k, v in c.statuses.items()])
        if reasons:
            out.append(_line("trust.status", show(reasons)))
    else:
        out.append(_line("trust.solved_dt", show(fill("trust.solved", k=f"{c.solved:,}", n=f"{c.draws:,}"))))
    key = "trust.deviation" if c.max_gain < 0.1 else "trust.deviation_large"
    out.append(_line("trust.deviation_dt", show(fill(key, share=tiny(c.max_gain)))))
    folded = fill("trust.folded", n=f"{c.folded:,}", all=f"{c.draws:,}") if c.folded else fill("trust.folded_none")
    out.append(_line("trust.folded_dt", show(folded)))
    error = fill("trust.error_small") if c.mc_error < 0.01 else fill("trust.error", n=f"{100 * c.mc_error:.0f}")
    out.append(_line("trust.error_dt", show(error)))
    out.append(
        _line(
            "trust.residual_dt", show(fill("trust.residual", r=f"{c.max_residual:.0e}", g=f"{c.max_regret_ratio:.2f}"))
        )
    )
    out.append(_line("trust.size_dt", show(fill("trust.size", nodes=f"{c.nodes:,}", sets=f"{c.infosets:,}"))))
    out.append(_line("trust.checked_dt", esc(text("trust.checked"))))
    title = fill("trust.part", n=f"{c.unsolved:,}", all=f"{c.draws:,}") if c.unsolved else fill("trust.sound")
    return f'<div class="cert"><h3>{show(title)}</h3><dl>{"".join(out)}</dl></div>'


def trust(page: Page) -> str:
    """The block."""
    limits = "".join(f"<li>{esc(x)}</li>" for x in entries("trust.limits"))
    track = note(f"<b>{esc(text('trust.track'))}</b> {esc(text('trust.track_text'))}")
    body = f"{certificate(page)}<p>{esc(text('trust.not'))}</p>{track}" + f'<ul class="lim">{limits}</ul>'
    return section("trust", fill("trust.heading"), "", body)


def again(page: Page) -> str:
    """Command, version, seed, hash, and how to cite."""
    s = page.study
    sha = s.scenario.sha256
    code = f"<code><bdi>{esc(sha or '–')}</bdi></code>"
    meta = show(fill("again.meta", version=given(s.version), seed=s.seed, draws=f"{s.draws:,}", sha="[[sha]]"))
    meta = meta.replace("[[sha]]", code, 1)
    body = f"<p>{esc(text('again.lead'))}</p>"
    line = command(page)
    if line:
        body += f"<p>{line}</p>" if line == BAR else f'<pre tabindex="0">{line}</pre>'
    body += f'<p class="meta">{meta}</p>{_beside(page)}'
    if s.settings:
        pairs = join([withheld() if k == WITHHELD else given(f"{k} = {v}") for k, v in sorted(s.settings.items())])
        body += f'<p class="meta">{show(fill("again.settings", list=pairs))}</p>'
    date = given(f"{s.scenario.as_of}, ") if s.scenario.as_of else Phrase()
    cite = fill("again.cite", title=given(s.scenario.title), date=date, sha=given(sha[:12]), version=given(s.version))
    body += f'<p class="meta">{show(cite)}</p>'
    if s.scenario.citation:
        body += f'<p class="meta">{show(fill("again.cite_source", citation=given(s.scenario.citation)))}</p>'
    scale = [[w, str(a), str(b)] for w, a, b in entries("icd.scale")]
    words = table(text("again.words_caption"), [text("page.word"), text("page.from"), text("page.to")], scale)
    rules = f"<p>{esc(text('again.rules_text'))}</p>{words}<p>{esc(text('again.rules_marks'))}</p>"
    body += fold(fill("again.rules"), rules)
    return section("again", fill("again.heading"), "", body)


_FILES = (("summary", "summary.json"), ("figures", "figures/"), ("draws", "draws.parquet"))


def _beside(page: Page) -> str:
    """Links to the files beside the page, as far as they are there."""
    links = [
        f'<li><a href="{name}"><code>{name}</code></a>: {esc(text(f"again.beside_{key}"))}</li>'
        for key, name in _FILES
        if name.rstrip("/") in page.beside
    ]
    return f'<p class="meta">{esc(text("again.beside"))}</p><ul class="meta">{"".join(links)}</ul>' if links else ""

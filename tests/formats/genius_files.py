"""Bargaining problems for tests, as objects and as GENIUS files."""

from __future__ import annotations

from hypothesis import strategies as st

from summitry import Bargaining

DOMAIN = """<negotiation_template>
<utility_space number_of_issues="3">
<objective index="0" etype="objective" type="objective" description="" name="any">
<issue index="1" etype="discrete" type="discrete" vtype="discrete" name="Laptop">
<item index="1" value="Dell" description=""/>
<item index="2" value="Macintosh"/>
<item index="3" value="HP"/>
</issue>
<issue index="2" etype="integer" type="integer" vtype="integer" name="Years" lowerbound="1" upperbound="5"/>
<issue index="3" etype="real" type="real" vtype="real" name="Price"><range lowerbound="10" upperbound="40"/></issue>
</objective>
</utility_space>
</negotiation_template>
"""

PROFILE = """<utility_space>
<objective index="0" etype="objective" type="objective" description="" name="any">
<issue index="1" etype="discrete" type="discrete" vtype="discrete" name="Laptop">
<item index="1" value="Dell" evaluation="3"/>
<item index="2" value="Macintosh" evaluation="4"/>
<item index="3" value="HP" evaluation="1.0"/>
</issue>
<issue index="2" etype="integer" type="integer" vtype="integer" name="Years" lowerbound="1" upperbound="5">
<evaluator ftype="linear" slope="0.15" offset="0.4"/>
</issue>
<issue index="3" etype="real" type="real" vtype="real" name="Price"><range lowerbound="10" upperbound="40"/>
<evaluator ftype="triangular" parameter0="10" parameter1="40" parameter2="25"/>
</issue>
<weight index="1" value="0.5"/>
<weight index="2" value="0.2"/>
<weight index="3" value="0.3"/>
</objective>
<discount_factor value="0.9"/>
<reservation value="0.25"/>
</utility_space>
"""

names = st.text(st.characters(codec="utf-8", exclude_categories=("C",)), min_size=1, max_size=8)


@st.composite
def bargains(draw: st.DrawFn, scaled: bool = True) -> Bargaining:
    """Any bargaining problem; `scaled`: one that GENIUS can hold as it is."""
    issues = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    options = [draw(st.lists(names, min_size=1, max_size=4, unique=True)) for _ in issues]
    parties = draw(st.integers(1, 3))
    most = 1.0 / len(issues) if scaled else 1e9
    worth = st.floats(0 if scaled else -most, most, allow_subnormal=False)
    tables = [[[draw(worth) for _ in range(parties)] for _ in mine] for mine in options]
    return Bargaining(
        issues=tuple(issues),
        options=tuple(map(tuple, options)),
        parties=tuple(f"party{p}" for p in range(parties)),
        worth=tables,
        reserve=[draw(st.floats(-1e6, 1e6)) for _ in range(parties)],
        discount=[draw(st.floats(0.001, 1)) for _ in range(parties)],
        title="domain",
    )

"""`summitry new`: a scenario to begin with."""

from __future__ import annotations

from typing import Annotated

import typer

from summitry.cli.sources import reported

TEMPLATE = """\
# yaml-language-server: $schema=scenario.schema.json
# A scenario to begin with: replace names and numbers by those of your case. `summitry check` says what is wrong or
# missing, `summitry run` computes what follows, `summitry schema > scenario.schema.json` lets your editor complete
# what you write.
summitry: 1
title: {title}
question: Does the first gesture lead to a deal?

parties:
  north:
    name: North
    types:                                   # what only North knows about itself
      willing:
        means: would settle on bearable terms
        chance: {{value: 0.3 to 0.6, because: {{assumption: replace this by your reason or by a row of a ledger}}}}
      stalling:
        means: gains from the time that talks take
        chance: rest
    prior_of:                                # what South believes, if it is not what you believe
      south: {{willing: {{value: 0.2 to 0.5, because: {{assumption: South is warier than we are}}}}}}
  south: {{name: South}}

precision: {{value: 4 to 20, because: {{assumption: people mostly choose what is better for them}}}}

issues:
  border: {{levels: [closed, half open, open]}}    # in order; the first is where things stand without agreement

worth:                                       # in shares of what is at stake for that party
  north:
    because: {{assumption: North trades more than it lets on}}
    border: {{half open: {{willing: 0.5, stalling: 0.1}}, open: {{willing: 0.6, stalling: 0.2}}}}
  south:
    because: {{assumption: South has waited for years}}
    border: {{half open: 0.4 to 0.6, open: 0.7 to 1}}

stages:
  - stage: first contact
    attend: [north, south]
    agenda: nothing
    steps:
      - step: gesture                        # a signal: it costs a stalling North more
        by: north
        options: [releases prisoners, makes a speech]
        costs:
          because: {{assumption: prisoners are its bargaining chip}}
          releases prisoners: {{willing: 0.05, stalling: 0.2 to 0.4}}
      - step: answer
        by: south
        options: [comes to the table, stays away]
        costs:
          because: {{assumption: talks are criticised at home}}
          comes to the table: 0.1 to 0.2
  - stage: table
    when: answer is comes to the table
    attend: [north, south]
    steps:
      - proposal: deal
        by: south
        from: all
        may withhold: yes
        accepted by: [north]

outcomes:                                    # the first that fits
  a deal: deal agreed
  talks without a deal: answer is comes to the table
  no talks: otherwise

payoffs:                                     # besides worth and costs
  north:
    time gained:
      value: {{stalling: 0.2 to 0.4}}
      when: answer is comes to the table and not deal agreed
      because: {{assumption: sanctions wait while talks last}}
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(new)


@reported
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="NAME.yaml is written.", show_default=False)],
) -> None:
    """Write a small scenario that runs, with comments, to begin with. Never overwrites a file."""
    from pathlib import Path

    from summitry import InputError, Problem

    path = Path(name if name.endswith((".yaml", ".yml")) else f"{name}.yaml")
    title = " ".join(path.stem.replace("_", " ").replace("-", " ").split()) or "A first case"
    text = TEMPLATE.format(title="'" + title.replace("'", "''") + "'")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise InputError(
            [Problem(str(path), 0, 0, "a file that is already there", "a new name", "nothing was written")]
        ) from None
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise InputError([Problem(str(path), 0, 0, reason.lower(), "a place where a file can be written")]) from None
    typer.echo(str(path))

"""Summitry: what follows when it is given who sits at which table, what each side wants, refuses and threatens.

The names below are all that command line and workbench use; each is imported when it is first asked for, so that
`import summitry` is quick.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from summitry.version import VERSION

__version__ = VERSION


# name -> (module, name there); an empty name is the module itself
_HOMES = {
    "catalog": ("summitry.catalog", ""),
    "ledger_schema": ("summitry.formats.ledger", "schema"),
    "schema": ("summitry.scenario.language", "schema"),
    "figures": ("summitry.report.figures", "figures"),
    "report": ("summitry.report.page", "page"),
    "run": ("summitry.study.run", "run"),
    "load_fit_model": ("summitry.formats.fit_yaml", "read"),
    "load_table": ("summitry.formats.csv_table", "read"),
    "table_text": ("summitry.formats.csv_table", "write"),
    "summary": ("summitry.report.summary", "summary_json"),
    "text": ("summitry.report.text", "summary"),
    **{
        name: (module, name)
        for module, names in {
            "summitry.build": "Game build named",
            "summitry.deals": (
                "Bargaining Division Domain Exchange Fairness Frontier NearMiss Point adjusted_winner amounts "
                "count_above curve_points fairness frontier give_and_get improvement near_misses passing points split"
            ),
            "summitry.errors": "GameError InputError Problem SizeError SummitryError WorkerError",
            "summitry.evidence": "Forecast Forecasts Ledger Orphan Resolution Row Scores score",
            "summitry.fit.estimate": "Fit fit",
            "summitry.fit.model": "FitModel",
            "summitry.fit.table": "Table",
            "summitry.fit.simulate": "simulate",
            "summitry.fit.effects": "Along along marginal_effects",
            "summitry.fit.play": "ObservedPlay play_of",
            "summitry.fit.precision": "PrecisionFit",
            "summitry.formats.block_store": "BlockStore",
            "summitry.formats.apart": "keep_apart keep_reviews",
            "summitry.formats.bargaining": "load_bargaining save_bargaining",
            "summitry.formats.gambit": "from_pygambit to_pygambit",
            "summitry.formats.statements": (
                "annotation_page ledger_text load_annotations load_ledger orphans save_annotations save_ledger "
                "texts_of_ledger"
            ),
            "summitry.formats.endpoint": "read_with_model",
            "summitry.formats.reading": "read",
            "summitry.formats.draft": "draft",
            "summitry.evidence.review": "accept edit reject",
            "summitry.formats.games": "game_text load_game save_game",
            "summitry.game": "Draws NamedGame Tree",
            "summitry.jobs": (
                "branches check equilibria fit_precision json_text ledger_of limit load middle_draw ready reread "
                "rewritten solve source to_fit"
            ),
            "summitry.results": (
                "Results Written result_files save save_draws save_figure save_picture save_report save_text "
                "save_timeline stored"
            ),
            "summitry.records": "add_forecasts forecast_lines load_forecasts resolve_forecast",
            "summitry.report.branches": "branches_json branches_text limit_json limit_text",
            "summitry.report.dealing": "deal_json deal_text",
            "summitry.report.equilibria": "Equilibria equilibria_json equilibria_text",
            "summitry.report.fits": "fit_json fit_latex fit_text",
            "summitry.report.precision": "precision_json precision_latex precision_text",
            "summitry.report.questions": "questions_json questions_text",
            "summitry.report.forecasts": "forecasts_json forecasts_text",
            "summitry.report.scoring": "score_json score_text",
            "summitry.report.studies": "study_json study_text",
            "summitry.report.tree.picture": "TreePicture draw_tree",
            "summitry.report.tree.words": "TreeWords",
            "summitry.masking": "Masked Unmasked mask unmask",
            "summitry.scenario": "Remark Scenario",
            "summitry.scenario.parts": "parts",
            "summitry.solve": "Branches Choice Derivatives DerivativeStatus Directional Limit PathOptions Probability "
            "Solution Status Value best_response derivatives directional",
            "summitry.study": "Findings Study",
            "summitry.study.cluster": "Cluster",
            "summitry.study.comparison": "Comparison compare",
            "summitry.study.information": "InformationStudy information",
            "summitry.study.lever_study": "LeverStudy levers",
            "summitry.study.process": "ProcessStudy process",
            "summitry.study.stories": "StoryStudy stories",
            "summitry.study.forecasts": "forecast_date forecasts",
            "summitry.study.update": "UpdateStudy update",
            "summitry.study.tipping": "LeastChange TipMap TipStudy least_change tip tip_map",
            "summitry.study.beside": "beside",
            "summitry.study.full": "full",
            "summitry.study.deal_analysis": "DealAnalysis deal_analysis",
            "summitry.study.deal_space": "space_of",
            "summitry.validate": "Hindcast PublishedResult Validation WhatHappened hindcast hindcast_json "
            "hindcast_markdown hindcast_text published_results validate validation_json validation_markdown "
            "validation_text what_happened",
            "summitry.app.server": "serve",
            "summitry.study.branching": "Branch branch",
            "summitry.report.handles": "handles",
            "summitry.report.parts": "party_marks picture_json report_parts report_style study_part",
            "summitry.study.live": "Live Picture live",
            "summitry.report.role_sheets": "sheets_html sheets_json sheets_text",
            "summitry.report.rehearsing": (
                "advice_lines advice_text debrief_lines debrief_text "
                "facilitator_json seat_json transcript_json transcript_text turn_text"
            ),
            "summitry.study.sheets": "sheets",
            "summitry.study.advice": "Advice Debrief advise debrief",
            "summitry.study.rehearse": "Play Rehearsal begin rehearse",
            "summitry.formats.reviewing": "reviewed statements_json",
        }.items()
        for name in names.split()
    },
}

__all__ = [
    "Advice",
    "Along",
    "Bargaining",
    "BlockStore",
    "Branch",
    "Branches",
    "Choice",
    "Cluster",
    "Comparison",
    "DealAnalysis",
    "Debrief",
    "DerivativeStatus",
    "Derivatives",
    "Directional",
    "Division",
    "Domain",
    "Draws",
    "Equilibria",
    "Exchange",
    "Fairness",
    "Findings",
    "Fit",
    "FitModel",
    "Forecast",
    "Forecasts",
    "Frontier",
    "Game",
    "GameError",
    "Hindcast",
    "InformationStudy",
    "InputError",
    "LeastChange",
    "Ledger",
    "LeverStudy",
    "Limit",
    "Live",
    "Masked",
    "NamedGame",
    "NearMiss",
    "ObservedPlay",
    "Orphan",
    "PathOptions",
    "Picture",
    "Play",
    "Point",
    "PrecisionFit",
    "Probability",
    "Problem",
    "ProcessStudy",
    "PublishedResult",
    "Rehearsal",
    "Remark",
    "Resolution",
    "Results",
    "Row",
    "Scenario",
    "Scores",
    "SizeError",
    "Solution",
    "Status",
    "StoryStudy",
    "Study",
    "SummitryError",
    "Table",
    "TipMap",
    "TipStudy",
    "Tree",
    "TreePicture",
    "TreeWords",
    "Unmasked",
    "UpdateStudy",
    "Validation",
    "Value",
    "WhatHappened",
    "WorkerError",
    "Written",
    "accept",
    "add_forecasts",
    "adjusted_winner",
    "advice_lines",
    "advice_text",
    "advise",
    "along",
    "amounts",
    "annotation_page",
    "begin",
    "beside",
    "best_response",
    "branch",
    "branches",
    "branches_json",
    "branches_text",
    "build",
    "catalog",
    "check",
    "compare",
    "count_above",
    "curve_points",
    "deal_analysis",
    "deal_json",
    "deal_text",
    "debrief",
    "debrief_lines",
    "debrief_text",
    "derivatives",
    "directional",
    "draft",
    "draw_tree",
    "edit",
    "equilibria",
    "equilibria_json",
    "equilibria_text",
    "facilitator_json",
    "fairness",
    "figures",
    "fit",
    "fit_json",
    "fit_latex",
    "fit_precision",
    "fit_text",
    "forecast_date",
    "forecast_lines",
    "forecasts",
    "forecasts_json",
    "forecasts_text",
    "from_pygambit",
    "frontier",
    "full",
    "game_text",
    "give_and_get",
    "handles",
    "hindcast",
    "hindcast_json",
    "hindcast_markdown",
    "hindcast_text",
    "improvement",
    "information",
    "json_text",
    "keep_apart",
    "keep_reviews",
    "least_change",
    "ledger_of",
    "ledger_schema",
    "ledger_text",
    "levers",
    "limit",
    "limit_json",
    "limit_text",
    "live",
    "load",
    "load_annotations",
    "load_bargaining",
    "load_fit_model",
    "load_forecasts",
    "load_game",
    "load_ledger",
    "load_table",
    "marginal_effects",
    "mask",
    "middle_draw",
    "named",
    "near_misses",
    "orphans",
    "parts",
    "party_marks",
    "passing",
    "picture_json",
    "play_of",
    "points",
    "precision_json",
    "precision_latex",
    "precision_text",
    "process",
    "published_results",
    "questions_json",
    "questions_text",
    "read",
    "read_with_model",
    "ready",
    "rehearse",
    "reject",
    "report",
    "report_parts",
    "report_style",
    "reread",
    "resolve_forecast",
    "result_files",
    "reviewed",
    "rewritten",
    "run",
    "save",
    "save_annotations",
    "save_bargaining",
    "save_draws",
    "save_figure",
    "save_game",
    "save_ledger",
    "save_picture",
    "save_report",
    "save_text",
    "save_timeline",
    "schema",
    "score",
    "score_json",
    "score_text",
    "seat_json",
    "serve",
    "sheets",
    "sheets_html",
    "sheets_json",
    "sheets_text",
    "simulate",
    "solve",
    "source",
    "space_of",
    "split",
    "statements_json",
    "stored",
    "stories",
    "study_json",
    "study_part",
    "study_text",
    "summary",
    "table_text",
    "text",
    "texts_of_ledger",
    "tip",
    "tip_map",
    "to_fit",
    "to_pygambit",
    "transcript_json",
    "transcript_text",
    "turn_text",
    "unmask",
    "update",
    "validate",
    "validation_json",
    "validation_markdown",
    "validation_text",
    "what_happened",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'summitry' has no attribute {name!r}")
    module, there = _HOMES[name]
    found = import_module(module)
    value = getattr(found, there) if there else found
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Public names, asked for or not."""
    return sorted({*globals(), *_HOMES})


class _Package(ModuleType):
    """Keeps `summitry.build` and the like the verbs that they are documented to be.

    Importing the room `summitry.build` would otherwise put the room in the verb's place;
    `from summitry.build import …` finds the room all the same.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        if isinstance(value, ModuleType) and _HOMES.get(name, ("", ""))[1]:
            return
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package

if TYPE_CHECKING:
    from summitry import catalog as catalog
    from summitry.app.server import serve as serve
    from summitry.build import Game as Game
    from summitry.build import build as build
    from summitry.build.named import named as named
    from summitry.deals import Bargaining as Bargaining
    from summitry.deals import Division as Division
    from summitry.deals import Domain as Domain
    from summitry.deals import Exchange as Exchange
    from summitry.deals import Fairness as Fairness
    from summitry.deals import Frontier as Frontier
    from summitry.deals import NearMiss as NearMiss
    from summitry.deals import Point as Point
    from summitry.deals import adjusted_winner as adjusted_winner
    from summitry.deals import amounts as amounts
    from summitry.deals import count_above as count_above
    from summitry.deals import curve_points as curve_points
    from summitry.deals import fairness as fairness
    from summitry.deals import frontier as frontier
    from summitry.deals import give_and_get as give_and_get
    from summitry.deals import improvement as improvement
    from summitry.deals import near_misses as near_misses
    from summitry.deals import passing as passing
    from summitry.deals import points as points
    from summitry.deals import split as split
    from summitry.errors import GameError as GameError
    from summitry.errors import InputError as InputError
    from summitry.errors import Problem as Problem
    from summitry.errors import SizeError as SizeError
    from summitry.errors import SummitryError as SummitryError
    from summitry.errors import WorkerError as WorkerError
    from summitry.evidence import Forecast as Forecast
    from summitry.evidence import Forecasts as Forecasts
    from summitry.evidence import Ledger as Ledger
    from summitry.evidence import Orphan as Orphan
    from summitry.evidence import Resolution as Resolution
    from summitry.evidence import Row as Row
    from summitry.evidence import Scores as Scores
    from summitry.evidence import score as score
    from summitry.evidence.review import accept as accept
    from summitry.evidence.review import edit as edit
    from summitry.evidence.review import reject as reject
    from summitry.fit.effects import Along as Along
    from summitry.fit.effects import along as along
    from summitry.fit.effects import marginal_effects as marginal_effects
    from summitry.fit.estimate import Fit as Fit
    from summitry.fit.estimate import fit as fit
    from summitry.fit.model import FitModel as FitModel
    from summitry.fit.play import ObservedPlay as ObservedPlay
    from summitry.fit.play import play_of as play_of
    from summitry.fit.precision import PrecisionFit as PrecisionFit
    from summitry.fit.simulate import simulate as simulate
    from summitry.fit.table import Table as Table
    from summitry.formats.apart import keep_apart as keep_apart
    from summitry.formats.apart import keep_reviews as keep_reviews
    from summitry.formats.bargaining import load_bargaining as load_bargaining
    from summitry.formats.bargaining import save_bargaining as save_bargaining
    from summitry.formats.block_store import BlockStore as BlockStore
    from summitry.formats.csv_table import read as load_table
    from summitry.formats.csv_table import write as table_text
    from summitry.formats.draft import draft as draft
    from summitry.formats.endpoint import read_with_model as read_with_model
    from summitry.formats.fit_yaml import read as load_fit_model
    from summitry.formats.gambit import from_pygambit as from_pygambit
    from summitry.formats.gambit import to_pygambit as to_pygambit
    from summitry.formats.games import game_text as game_text
    from summitry.formats.games import load_game as load_game
    from summitry.formats.games import save_game as save_game
    from summitry.formats.ledger import schema as ledger_schema
    from summitry.formats.reading import read as read
    from summitry.formats.reviewing import reviewed as reviewed
    from summitry.formats.reviewing import statements_json as statements_json
    from summitry.formats.statements import annotation_page as annotation_page
    from summitry.formats.statements import ledger_text as ledger_text
    from summitry.formats.statements import load_annotations as load_annotations
    from summitry.formats.statements import load_ledger as load_ledger
    from summitry.formats.statements import orphans as orphans
    from summitry.formats.statements import save_annotations as save_annotations
    from summitry.formats.statements import save_ledger as save_ledger
    from summitry.formats.statements import texts_of_ledger as texts_of_ledger
    from summitry.game import Draws as Draws
    from summitry.game import NamedGame as NamedGame
    from summitry.game import Tree as Tree
    from summitry.jobs import branches as branches
    from summitry.jobs import check as check
    from summitry.jobs import equilibria as equilibria
    from summitry.jobs import fit_precision as fit_precision
    from summitry.jobs import json_text as json_text
    from summitry.jobs import ledger_of as ledger_of
    from summitry.jobs import limit as limit
    from summitry.jobs import load as load
    from summitry.jobs import middle_draw as middle_draw
    from summitry.jobs import ready as ready
    from summitry.jobs import reread as reread
    from summitry.jobs import rewritten as rewritten
    from summitry.jobs import solve as solve
    from summitry.jobs import source as source
    from summitry.jobs import to_fit as to_fit
    from summitry.masking import Masked as Masked
    from summitry.masking import Unmasked as Unmasked
    from summitry.masking import mask as mask
    from summitry.masking import unmask as unmask
    from summitry.records import add_forecasts as add_forecasts
    from summitry.records import forecast_lines as forecast_lines
    from summitry.records import load_forecasts as load_forecasts
    from summitry.records import resolve_forecast as resolve_forecast
    from summitry.report.branches import branches_json as branches_json
    from summitry.report.branches import branches_text as branches_text
    from summitry.report.branches import limit_json as limit_json
    from summitry.report.branches import limit_text as limit_text
    from summitry.report.dealing import deal_json as deal_json
    from summitry.report.dealing import deal_text as deal_text
    from summitry.report.equilibria import Equilibria as Equilibria
    from summitry.report.equilibria import equilibria_json as equilibria_json
    from summitry.report.equilibria import equilibria_text as equilibria_text
    from summitry.report.figures import figures as figures
    from summitry.report.fits import fit_json as fit_json
    from summitry.report.fits import fit_latex as fit_latex
    from summitry.report.fits import fit_text as fit_text
    from summitry.report.forecasts import forecasts_json as forecasts_json
    from summitry.report.forecasts import forecasts_text as forecasts_text
    from summitry.report.handles import handles as handles
    from summitry.report.page import page as report
    from summitry.report.parts import party_marks as party_marks
    from summitry.report.parts import picture_json as picture_json
    from summitry.report.parts import report_parts as report_parts
    from summitry.report.parts import report_style as report_style
    from summitry.report.parts import study_part as study_part
    from summitry.report.precision import precision_json as precision_json
    from summitry.report.precision import precision_latex as precision_latex
    from summitry.report.precision import precision_text as precision_text
    from summitry.report.questions import questions_json as questions_json
    from summitry.report.questions import questions_text as questions_text
    from summitry.report.rehearsing import advice_lines as advice_lines
    from summitry.report.rehearsing import advice_text as advice_text
    from summitry.report.rehearsing import debrief_lines as debrief_lines
    from summitry.report.rehearsing import debrief_text as debrief_text
    from summitry.report.rehearsing import facilitator_json as facilitator_json
    from summitry.report.rehearsing import seat_json as seat_json
    from summitry.report.rehearsing import transcript_json as transcript_json
    from summitry.report.rehearsing import transcript_text as transcript_text
    from summitry.report.rehearsing import turn_text as turn_text
    from summitry.report.role_sheets import sheets_html as sheets_html
    from summitry.report.role_sheets import sheets_json as sheets_json
    from summitry.report.role_sheets import sheets_text as sheets_text
    from summitry.report.scoring import score_json as score_json
    from summitry.report.scoring import score_text as score_text
    from summitry.report.studies import study_json as study_json
    from summitry.report.studies import study_text as study_text
    from summitry.report.summary import summary_json as summary
    from summitry.report.text import summary as text
    from summitry.report.tree.picture import TreePicture as TreePicture
    from summitry.report.tree.picture import draw_tree as draw_tree
    from summitry.report.tree.words import TreeWords as TreeWords
    from summitry.results import Results as Results
    from summitry.results import Written as Written
    from summitry.results import result_files as result_files
    from summitry.results import save as save
    from summitry.results import save_draws as save_draws
    from summitry.results import save_figure as save_figure
    from summitry.results import save_picture as save_picture
    from summitry.results import save_report as save_report
    from summitry.results import save_text as save_text
    from summitry.results import save_timeline as save_timeline
    from summitry.results import stored as stored
    from summitry.scenario import Remark as Remark
    from summitry.scenario import Scenario as Scenario
    from summitry.scenario.language import schema as schema
    from summitry.scenario.parts import parts as parts
    from summitry.solve import Branches as Branches
    from summitry.solve import Choice as Choice
    from summitry.solve import Derivatives as Derivatives
    from summitry.solve import DerivativeStatus as DerivativeStatus
    from summitry.solve import Directional as Directional
    from summitry.solve import Limit as Limit
    from summitry.solve import PathOptions as PathOptions
    from summitry.solve import Probability as Probability
    from summitry.solve import Solution as Solution
    from summitry.solve import Status as Status
    from summitry.solve import Value as Value
    from summitry.solve import best_response as best_response
    from summitry.solve import derivatives as derivatives
    from summitry.solve import directional as directional
    from summitry.study import Findings as Findings
    from summitry.study import Study as Study
    from summitry.study.advice import Advice as Advice
    from summitry.study.advice import Debrief as Debrief
    from summitry.study.advice import advise as advise
    from summitry.study.advice import debrief as debrief
    from summitry.study.beside import beside as beside
    from summitry.study.branching import Branch as Branch
    from summitry.study.branching import branch as branch
    from summitry.study.cluster import Cluster as Cluster
    from summitry.study.comparison import Comparison as Comparison
    from summitry.study.comparison import compare as compare
    from summitry.study.deal_analysis import DealAnalysis as DealAnalysis
    from summitry.study.deal_analysis import deal_analysis as deal_analysis
    from summitry.study.deal_space import space_of as space_of
    from summitry.study.forecasts import forecast_date as forecast_date
    from summitry.study.forecasts import forecasts as forecasts
    from summitry.study.full import full as full
    from summitry.study.information import InformationStudy as InformationStudy
    from summitry.study.information import information as information
    from summitry.study.lever_study import LeverStudy as LeverStudy
    from summitry.study.lever_study import levers as levers
    from summitry.study.live import Live as Live
    from summitry.study.live import Picture as Picture
    from summitry.study.live import live as live
    from summitry.study.process import ProcessStudy as ProcessStudy
    from summitry.study.process import process as process
    from summitry.study.rehearse import Play as Play
    from summitry.study.rehearse import Rehearsal as Rehearsal
    from summitry.study.rehearse import begin as begin
    from summitry.study.rehearse import rehearse as rehearse
    from summitry.study.run import run as run
    from summitry.study.sheets import sheets as sheets
    from summitry.study.stories import StoryStudy as StoryStudy
    from summitry.study.stories import stories as stories
    from summitry.study.tipping import LeastChange as LeastChange
    from summitry.study.tipping import TipMap as TipMap
    from summitry.study.tipping import TipStudy as TipStudy
    from summitry.study.tipping import least_change as least_change
    from summitry.study.tipping import tip as tip
    from summitry.study.tipping import tip_map as tip_map
    from summitry.study.update import UpdateStudy as UpdateStudy
    from summitry.study.update import update as update
    from summitry.validate import Hindcast as Hindcast
    from summitry.validate import PublishedResult as PublishedResult
    from summitry.validate import Validation as Validation
    from summitry.validate import WhatHappened as WhatHappened
    from summitry.validate import hindcast as hindcast
    from summitry.validate import hindcast_json as hindcast_json
    from summitry.validate import hindcast_markdown as hindcast_markdown
    from summitry.validate import hindcast_text as hindcast_text
    from summitry.validate import published_results as published_results
    from summitry.validate import validate as validate
    from summitry.validate import validation_json as validation_json
    from summitry.validate import validation_markdown as validation_markdown
    from summitry.validate import validation_text as validation_text
    from summitry.validate import what_happened as what_happened

"""Makes the worlds that the chosen cases need and runs the cases one after the other."""

import cProfile
import pstats
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from tools.bench import table
from tools.bench.cases import catalog, opening, plans, printing, programs, rollup, saving
from tools.bench.database import settle
from tools.bench.measure import Case, Result, Shot, measure, statements
from tools.bench.world.answers import AnswerWorld, answer_world
from tools.bench.world.models import CatalogWorld, catalog_world
from tools.bench.world.people import Person, person
from tools.bench.world.plans import PlanWorld, plan_world
from tools.bench.world.programs import ProgramWorld, program_world

MAKERS: dict[str, Callable[["Worlds"], Case | None]] = {
    "save-page": lambda w: saving.page(w.form, w.small_form),
    "save-link": lambda w: saving.link(w.form, w.small_form),
    "save-api": lambda w: saving.api(w.form, w.small_form),
    "open-api": lambda w: opening.api(w.form, w.small_form),
    "open-page": lambda w: opening.page(w.form, w.small_form),
    "open-whole": lambda w: opening.whole(w.form, w.small_form),
    "open-pages": lambda w: opening.pages(w.form),
    "rollup-query": lambda w: rollup.query(w.many, w.fewer),
    "rollup-api": lambda w: rollup.api(w.many, w.fewer),
    "rollup-page": lambda w: rollup.page(w.many, w.fewer),
    "recompute": lambda w: rollup.recompute(w.many, w.fewer),
    "recompute-million": lambda w: rollup.recompute_million(w.million, w.fewer),
    "dashboard": lambda w: programs.dashboard(w.program, w.small_program),
    "assessments-page": lambda w: programs.list_page(w.hundred, w.ten),
    "assessments-api": lambda w: programs.list_api(w.hundred, w.ten),
    "roadmap-api": lambda w: plans.api(w.plans, w.few_plans),
    "roadmap-api-unchanged": lambda w: plans.api_unchanged(w.plans, w.few_plans),
    "roadmap-page": lambda w: plans.page(w.plans, w.few_plans),
    "roadmap-page-unchanged": lambda w: plans.page_unchanged(w.plans, w.few_plans),
    "catalog-import": lambda w: catalog.importing(w.person),
    "catalog-top": lambda w: catalog.top(w.models, w.little_models),
    "catalog-branch": lambda w: catalog.branch(w.models, w.little_models),
    "catalog-search": lambda w: catalog.search(w.models, w.little_models),
    "pdf": lambda w: printing.pdf(w.printed, w.little_printed),
}


class Worlds:
    """The data sets, each made when a case first asks for it, and its tenth."""

    @property
    def person(self) -> Person:
        """Who does everything."""
        return _everybody()

    @property
    def models(self) -> CatalogWorld:
        """Ten models with 5,010 nodes each."""
        return _models("Bench", "MODEL", 10, 200)

    @property
    def little_models(self) -> CatalogWorld:
        """One model with 510 nodes, in an organization of its own."""
        return _models("Elsewhere", "LITTLE", 1, 20)

    @property
    def form(self) -> AnswerWorld:
        """A questionnaire of 500 questions being filled in by 20 people."""
        return _answers("Form", 10, 50, 20, is_over=False)

    @property
    def small_form(self) -> AnswerWorld:
        """The same with 50 questions."""
        return _answers("Small form", 10, 5, 20, is_over=False)

    @property
    def many(self) -> AnswerWorld:
        """500 people's answers to 480 questions, all handed in."""
        return _answers("Many", 24, 20, 500, is_over=True)

    @property
    def million(self) -> AnswerWorld:
        """2,084 people's answers to 480 questions, all handed in."""
        return _answers("Million", 24, 20, 2084, is_over=True)

    @property
    def fewer(self) -> AnswerWorld:
        """50 people's answers to 480 questions."""
        return _answers("Fewer", 24, 20, 50, is_over=True)

    @property
    def printed(self) -> AnswerWorld:
        """An assessment whose report has about 30 pages."""
        return _answers("Printed", 9, 20, 30, is_over=True)

    @property
    def little_printed(self) -> AnswerWorld:
        """A tenth of its questions."""
        return _answers("Little printed", 9, 2, 30, is_over=True)

    @property
    def program(self) -> ProgramWorld:
        """A program with 12 assessments, 24 teams and 2,000 initiatives."""
        return _program("Program", 12, 24, 2000)

    @property
    def small_program(self) -> ProgramWorld:
        """A tenth of that, as far as it can be divided."""
        return _program("Small program", 2, 2, 200)

    @property
    def hundred(self) -> ProgramWorld:
        """A program with 100 assessments."""
        return _program("Hundred", 100, 1, 10)

    @property
    def ten(self) -> ProgramWorld:
        """A program with ten."""
        return _program("Ten", 10, 1, 10)

    @property
    def plans(self) -> PlanWorld:
        """2,000 initiatives of 20 teams with 2,700 links."""
        return _plans("Plans", 2000, 2700)

    @property
    def few_plans(self) -> PlanWorld:
        """A tenth of that."""
        return _plans("Few plans", 200, 270)


def run(names: Sequence[str], *, rounds: int, look: bool) -> Iterator[Result]:
    """Each case's result as soon as it is there; a case that is not built yet is left out."""
    worlds = Worlds()
    for name in names:
        case = MAKERS[name](worlds)
        if case is None:
            print(f"{name:<24}not built yet", flush=True)
            continue
        settle()
        result = measure(case, rounds=rounds)
        print(table.line(result), flush=True)
        if look:
            _look(case.product, shots=max(1, min(10, round(2000 / result.product_ms))))
        yield result


def _look(shot: Shot, *, shots: int) -> None:
    """Print the statements of one shot and where the time of some goes."""
    for number, statement in enumerate(statements(shot), start=1):
        print(f"{number:3}  {' '.join(statement.split())[:400]}")
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(shots):
        shot()
    profile.disable()
    pstats.Stats(profile).sort_stats("cumulative").print_stats(60)
    pstats.Stats(profile).sort_stats("tottime").print_stats(25)


@cache
def _everybody() -> Person:
    return person("Bench", "bench")


@cache
def _models(organization: str, name: str, models: int, areas: int) -> CatalogWorld:
    owner = _everybody() if organization == "Bench" else person(organization, organization.lower())
    return catalog_world(owner, name, models, areas)


@cache
def _answers(name: str, areas: int, practices: int, people: int, *, is_over: bool) -> AnswerWorld:
    return answer_world(_everybody(), name, areas, practices, people, is_over=is_over)


@cache
def _plans(name: str, initiatives: int, links: int) -> PlanWorld:
    return plan_world(_everybody(), name, initiatives, links)


@cache
def _program(name: str, assessments: int, teams: int, initiatives: int) -> ProgramWorld:
    return program_world(_everybody(), name, assessments, teams, initiatives)

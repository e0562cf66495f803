"""Gantt chart of the program roadmap: lanes, bars, milestones, dependency arrows, print pages."""

from cip.charts.gantt.draw import render
from cip.charts.gantt.model import Bar, Dependency, Elsewhere, GanttChart, Lane, Milestone, as_table
from cip.charts.gantt.pages import fit, paginate

__all__ = [
    "Bar",
    "Dependency",
    "Elsewhere",
    "GanttChart",
    "Lane",
    "Milestone",
    "as_table",
    "fit",
    "paginate",
    "render",
]

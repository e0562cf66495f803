"""Charts: frozen dataclasses in, SVG text out. Pure Python: no Django, no clock, no I/O.

Every chart module offers a pair: `render(chart, look) -> str` and `as_table(chart) -> Table`.
`cip.charts.draw` picks the right pair by the type of the chart. Labels arrive translated.
"""

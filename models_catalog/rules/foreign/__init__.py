"""Models in other people's formats: each reader gives a ModelDocument and a report of what was
understood and what was not. docs/foreign-formats.md says what becomes what.
"""

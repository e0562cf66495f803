"""The parts that pages are made of; templates get them by `{% load components %}`.

Every tag names its arguments one by one, so that a misspelt or unknown attribute fails when the
template is compiled.
"""

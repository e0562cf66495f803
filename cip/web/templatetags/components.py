"""`{% load components %}`: one library out of the parts in `cip.web.components`."""

from django.template import Library

from cip.web.components import actions, data, forms, icons, layout, lists

register = Library()
for part in (icons, actions, forms, layout, lists, data):
    register.tags.update(part.register.tags)

"""The door of a stream: an ordinary page that answers whether these topics may be watched."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cip.kernel.errors import InvalidInput
from cip.live import topics
from cip.web.loading import ActorRequest

GRANTED = "X-Live"


@require_GET
def stream(request: ActorRequest, organization: str, asked: str) -> HttpResponse:
    """204 with the versions of now in a header, which `cip.live.streams` turns into a stream.

    Under a server without streams the 204 tells the browser not to try again. Http404 when any of
    the topics is not visible, InvalidInput when the address cannot be read.
    """
    try:
        wanted = topics.read(asked)
    except ValueError as error:
        raise InvalidInput(_("This address names nothing that can be watched.")) from error
    versions = topics.current(request.actor, set(wanted))
    return HttpResponse(status=204, headers={GRANTED: topics.written(versions)})

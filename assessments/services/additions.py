"""Ask those who have submitted what came later: part of giving out a version."""

from assessments.models import Questionnaire, Response
from assessments.queries.additions import asks, news_of, who_submitted
from assessments.services.mailing import queue_news


def begin_additions(made: Questionnaire) -> int:
    """Begin an addition for everybody who has submitted and is asked something new; how many.

    Additions begun earlier have moved to the new version; those that ask nothing any more go. In
    an anonymous assessment nobody is known to have submitted what, so that there are none.
    """
    news = news_of(made)
    begun = Response.objects.filter(
        questionnaire=made, state=Response.State.STARTED, asked_after__gt=0
    ).select_related("participant")
    idle = [
        row.pk
        for row in begun
        if row.participant is not None and not asks(news, row.participant.role, row.asked_after)
    ]
    Response.objects.filter(pk__in=idle).delete()
    people = {
        person: last
        for person, last in who_submitted(made).items()
        if asks(news, person.role, last)
    }
    Response.objects.bulk_create(
        [
            Response(
                questionnaire=made,
                participant=person,
                begun_number=made.number,
                asked_after=last,
            )
            for person, last in people.items()
        ],
        batch_size=1000,
    )
    queue_news(list(people), made.number)
    return len(people)

"""Ask those who have submitted what came later: when a version is given out, or a role changes."""

from assessments.models import Participant, Questionnaire, Response
from assessments.queries.additions import News, asks, news_of, who_submitted
from assessments.services.mailing import queue_news


def begin_additions(made: Questionnaire, person: Participant | None = None) -> int:
    """Begin an addition for everybody who has submitted and is asked something new; how many.

    With a `person`, for that one only, whose role has changed. Additions begun earlier have moved
    to the version `made`; those that ask nothing any more go. In an anonymous assessment nobody is
    known to have submitted what, so that there are none.
    """
    news = news_of(made)
    _drop_idle(made, news, person)
    people = {
        each: last
        for each, last in who_submitted(made, person).items()
        if asks(news, each.role, last)
    }
    Response.objects.bulk_create(
        [
            Response(
                questionnaire=made,
                participant=each,
                begun_number=made.number,
                asked_after=last,
            )
            for each, last in people.items()
        ],
        batch_size=1000,
    )
    queue_news(list(people), made.number)
    return len(people)


def _drop_idle(made: Questionnaire, news: News, person: Participant | None) -> None:
    begun = Response.objects.filter(
        questionnaire=made, state=Response.State.STARTED, asked_after__gt=0
    ).select_related("participant")
    if person is not None:
        begun = begun.filter(participant=person)
    idle = [
        row.pk
        for row in begun
        if row.participant is not None and not asks(news, row.participant.role, row.asked_after)
    ]
    Response.objects.filter(pk__in=idle).delete()

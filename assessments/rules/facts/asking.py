"""Facts of questionnaires and interviews (A2I E2 to E4)."""

from assessments.rules.facts.fact import Fact, FactKind, count, flag, names

ASKING: tuple[Fact, ...] = (
    flag(
        "questionnaire_opened",
        "The questionnaire was opened.",
        "The questionnaire was not opened yet.",
    ),
    count("responses", "Responses that people began or submitted"),
    count(
        "responses_outside_window",
        "Responses given before the kick-off or after closing time",
        over="Responses given before the kick-off or after closing time: {value}.",
    ),
    count(
        "submitted_responses_changed",
        "Responses changed after they were submitted",
        over="Responses changed after they were submitted: {value}.",
    ),
    flag(
        "questionnaire_closed",
        "The questionnaire is closed.",
        "The questionnaire is still open.",
    ),
    Fact(
        "response_rate",
        FactKind.PERCENT,
        "Share of the people asked who submitted a response",
        "{value} of the people asked have responded.",
        "Only {value} of the people asked have responded; {bound} are needed.",
    ),
    Fact(
        "response_rate_minimum",
        FactKind.PERCENT,
        "Lowest response rate that the team has set",
        "The lowest response rate is {value}.",
        "The lowest response rate is {value}; at least {bound} should be asked for.",
    ),
    flag(
        "asks_current_target_importance",
        "The survey asks for current maturity, target maturity and importance.",
        "The survey does not ask for current maturity, target maturity and importance yet.",
    ),
    names(
        "interviews_open",
        "Planned interviews that are neither done nor cancelled with a reason",
        "Every planned interview is done or cancelled with a reason.",
        "Neither done nor cancelled with a reason",
    ),
    names(
        "interviews_without_consent",
        "Interviews held without recorded consent",
        "Every interview has recorded consent.",
        "No recorded consent",
    ),
)

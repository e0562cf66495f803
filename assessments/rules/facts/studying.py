"""Facts of DDI studies (work packages WP1, WP2a, WP2b)."""

from assessments.rules.facts.fact import Fact, count, flag, names

STUDYING: tuple[Fact, ...] = (
    count(
        "domains_needed",
        "Domains that are needed, 'unsure' counting as needed",
        unmet="{value} domains are needed; with fewer than {bound} the study ends here.",
    ),
    count("search_log_entries", "Searches in the log"),
    names(
        "sources_incomplete",
        "Sources without link, type, note on quality or at least one salient point",
        "Every source has link, type, quality and a salient point.",
        "Link, type, quality or salient point is missing",
    ),
    names(
        "extracts_without_rights",
        "Extracts for which no right to publish is noted",
        "The rights of every extract are noted.",
        "No note on rights",
    ),
    names(
        "domains_without_section",
        "Needed domains without a section in the report",
        "Every needed domain has its section.",
        "No section yet",
    ),
    names(
        "gaps_without_question",
        "Gaps of the web research that no question of the guide covers",
        "Every gap is covered by a question.",
        "No question covers",
    ),
    names(
        "terms_not_in_glossary",
        "Terms used in questions that may be unclear and are not in the glossary",
        "Every unclear term is in the glossary.",
        "Not in the glossary",
    ),
    flag(
        "guide_approved",
        "A version of the guide is approved.",
        "No version of the guide is approved yet.",
    ),
    names(
        "participants_without_tag",
        "Participants without a tag or a domain",
        "Every participant has a tag and a domain.",
        "No tag or domain",
    ),
    names(
        "statements_single_view_unmarked",
        "Statements with one source only that are not shown as a single view",
        "Every statement has two sources or is shown as a single view.",
        "One source only and not shown as a single view",
    ),
    names(
        "case_studies_without_metric",
        "Case studies without a metric with unit, period and evidence",
        "Every case study has a metric with unit, period and evidence.",
        "No metric with unit, period and evidence",
    ),
    names(
        "domains_without_outputs",
        "Needed domains without collated models, roles and case studies",
        "Every needed domain has its models, roles and case studies.",
        "Models, roles or case studies are missing",
    ),
    names(
        "artefacts_without_permission",
        "Artefacts in the pack that may not be published",
        "Every artefact in the pack may be published.",
        "No permission to publish",
    ),
)

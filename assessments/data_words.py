"""What stands in each column of the data pack: for its first sheet, in the reader's language."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from assessments.queries.model_words import ModelWords


def column_words(words: ModelWords) -> Mapping[str, str]:
    """Column title -> what it says. Numbered answers have one text for all (`answer_words`)."""
    return {
        **_place_words(words),
        **_judgement_words(words),
        **_statistic_words(),
        **_evidence_words(words),
    }


def sheet_words() -> Mapping[str, str]:
    """Sheet title -> what its lines are; sheets of answers share `answers_sheet_words`."""
    return {
        _("Assessment"): _("The assessment itself, one property a line"),
        _("Scope"): _("Areas that were looked at or left out, one a line"),
        _("Participation"): _("People asked and handed in, in all and by unit; no answers"),
        _("Maturity level"): _("The level with its bounds, and a line for each area in its way"),
        _("Capability"): _("Capability level of each process area"),
        _("Ratings"): _("The team's judgements, one a line"),
        _("Findings"): _("Findings that were not dropped, one a line"),
        _("Actions"): _("What was agreed, one action a line"),
        _("Gaps"): _("Targets and the way to them, open ones first and in their order"),
        _("Evidence"): _("What was looked at in each area, counted by what speaks about it"),
        _("Levels"): _("Levels that the team agreed on, with what the survey says and wants"),
        _("Results"): _("Results as they were agreed and kept, the newest first"),
        _("Waivers"): _("Gates that the sponsor let pass, one a line"),
    }


def answers_sheet_words() -> str:
    """What the sheets of statistics have in common."""
    return _("Statistics of the answers as far as they may be shown; an empty line shows nothing")


def answer_words() -> str:
    """The text for the columns Answer 1, Answer 2 ..."""
    return _("People who gave this answer, counted from the lowest; see “Answers, lowest first”")


def _place_words(words: ModelWords) -> dict[str, str]:
    return {
        _("Code"): _("Code in the maturity model, the same in all versions"),
        words.area.one: _("Title of the area in the maturity model"),
        _("Level"): _("Maturity level that the area belongs to; empty in models without levels"),
        _("Applies"): _("yes, or no when the team left it out"),
        _("Reason"): _("Why, in the team's words; names of people are taken out"),
        _("Number"): _("Number of the question in the questionnaire"),
        _("Question"): _("The question as it was asked"),
        _("Asked about"): _("Target or importance; questions about today stand on their own sheet"),
        _("Unit"): _("Unit of the organization; small ones are put together"),
        _("Asked"): _("People who were asked"),
        _("Handed in"): _("People who submitted their questionnaire"),
        _("Response rate"): _("Handed in divided by asked, 0 to 1"),
        _("Property"): _("What is told about the assessment"),
        _("Value"): _("What it is"),
    }


def _judgement_words(words: ModelWords) -> dict[str, str]:
    return {
        _("Area rating"): _("What follows from its parts by the rules of the model"),
        words.part.one: _("What was judged"),
        _("Rating"): _("The team's judgement; never computed from answers"),
        _("Level reached"): _("Reached for certain"),
        _("Level possible"): _("Highest that is still possible; equal when everything is decided"),
        _("Blocks level"): _("The next level, which the area stands in the way of"),
        _("What is missing"): _("What is unsatisfied or not rated"),
        _("Capability level"): _("Reached for certain"),
        _("Capability possible"): _("Highest that is still possible"),
        _("Step"): _("Step of the method"),
        _("Gate"): _("What should have held"),
        _("Waived by"): _("Who let it pass"),
        _("On"): _("Day, as year-month-day"),
    }


def _statistic_words() -> dict[str, str]:
    return {
        _("Questions hidden"): _("Questions with too few answers to show; they enter no number"),
        _("Questions shown"): _("Questions that the numbers of this row come from"),
        _("Questions split"): _("Of these, questions with two camps"),
        _("Median r_wg"): _("Middle of the agreement of the questions"),
        _("Krippendorff's alpha, ordinal"): _("Agreement over all questions, 1 is full agreement"),
        _("Kendall's W"): _("Agreement on the order of the questions, 0 to 1"),
        _("People in W"): _("People who answered all of them"),
        _("People left out of W"): _("People who did not"),
        _("Answers, lowest first"): _("What the numbered columns stand for"),
        _("Values"): _("People who gave a value; only these count below"),
        _("Don't know"): _("People who said so; never a value"),
        _("Does not apply"): _("People who said so; never a value"),
        _("Left blank"): _("Handed in without an answer"),
        _("Skipped"): _("Not asked, because of an earlier answer"),
        _("Not reached"): _("Asked in a version that these people did not see"),
        _("Median, lower"): _("Lower middle value"),
        _("Median, upper"): _("Upper middle value; differs where the middle lies between two"),
        _("Mean"): _("Only where the scale allows it"),
        _("SD (n − 1)"): _("Standard deviation of the sample"),
        _("r_wg"): _("Agreement against answers by chance, 0 to 1"),
        _("r_wg, slight skew"): _("The same against slightly kind answers"),
        _("AD from the median"): _("Average distance from the median, in steps"),
        _("AD from the mean"): _("Average distance from the mean, in steps"),
        _("Split"): _("yes where two camps stand against each other: no middle speaks for them"),
        _("Note"): _("Says where too few answered: then the row holds no number"),
    }


def _evidence_words(words: ModelWords) -> dict[str, str]:
    return {
        words.asked.many: _("How many of the area were looked at"),
        _("Questionnaire"): _("Of these, about how many shown answers say something"),
        _("Interviews"): _("About how many interviews say something"),
        _("Documents"): _("About how many documents say something"),
        _("Seen"): _("How many somebody saw, or saw missing"),
        _("Corroborated"): _("Two independent sources say the same"),
        _("Contradicted"): _("Sources say opposite things"),
        _("Single source"): _("One source alone says something"),
        _("None"): _("Without any evidence"),
    }

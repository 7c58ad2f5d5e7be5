"""The form of a deal: what it is filled with, and what it says when it is sent off."""

from salesbot.slack.deals.form.fields import more_reasons
from salesbot.slack.deals.form.opening import edit_form, keeps_people, log_form
from salesbot.slack.deals.form.prefilled import NEW, Prefilled
from salesbot.slack.deals.form.products import LineUnreadable, read_line, read_lines, written
from salesbot.slack.deals.form.reading import read_log_form, read_shares
from salesbot.slack.deals.form.refusing import refused_in_fields

__all__ = [
    "NEW",
    "LineUnreadable",
    "Prefilled",
    "edit_form",
    "keeps_people",
    "log_form",
    "more_reasons",
    "read_line",
    "read_lines",
    "read_log_form",
    "read_shares",
    "refused_in_fields",
    "written",
]

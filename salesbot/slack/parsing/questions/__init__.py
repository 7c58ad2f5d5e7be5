"""Questions in plain words: `why are we behind?`, `how did Pro sell last quarter against the year before?`."""

from salesbot.slack.parsing.questions.asked import Question, Topic
from salesbot.slack.parsing.questions.naming import DONE, LOST_FOR, Called
from salesbot.slack.parsing.questions.ranges import amounts_said
from salesbot.slack.parsing.questions.reading import read_question
from salesbot.slack.parsing.questions.says import Says
from salesbot.slack.parsing.questions.slips import without_slips
from salesbot.slack.parsing.questions.wording import means_something, phrase_at, words_of

__all__ = [
    "DONE",
    "LOST_FOR",
    "Called",
    "Question",
    "Says",
    "Topic",
    "amounts_said",
    "means_something",
    "phrase_at",
    "read_question",
    "without_slips",
    "words_of",
]

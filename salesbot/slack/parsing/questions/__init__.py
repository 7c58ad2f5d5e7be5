"""Questions in plain words: `why are we behind?`, `how did Pro sell last quarter against the year before?`."""

from salesbot.slack.parsing.questions.naming import DONE, LOST_FOR, Called
from salesbot.slack.parsing.questions.reading import means_something, read_question, words_of
from salesbot.slack.parsing.questions.slips import without_slips
from salesbot.slack.parsing.questions.topics import Question, Topic

__all__ = [
    "DONE",
    "LOST_FOR",
    "Called",
    "Question",
    "Topic",
    "means_something",
    "read_question",
    "without_slips",
    "words_of",
]

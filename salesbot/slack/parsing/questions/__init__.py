"""Questions in plain words: `why are we behind?`, `how did Pro sell last quarter against the year before?`."""

from salesbot.slack.parsing.questions.reading import Called, Question, Topic, read_question

__all__ = ["Called", "Question", "Topic", "read_question"]

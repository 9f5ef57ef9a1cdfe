"""What ccsim tells of a scenario and of results, in every language that its pages speak."""

from ccsim.sentences.sentence import LANGUAGES, TABLES, Sentence, dated, say, spoken

__all__ = ["LANGUAGES", "TABLES", "Sentence", "dated", "say", "spoken"]

"""The call: texts, dates, engagement forms, samlinger and competence criteria of a round."""

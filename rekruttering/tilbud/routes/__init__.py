"""Routes of offers: the coordinators' list, and the applicant's answer."""

"""The application: written section by section, submitted, withdrawn, shortlisted."""

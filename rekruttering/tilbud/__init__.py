"""Offers, answers and agreements; a veileder exists from the signed avtale on."""

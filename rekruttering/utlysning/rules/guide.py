"""What holds for the interview guide once it is in use; plain values, no I/O."""

from rekruttering.felles.errors import N_, Hinder
from rekruttering.utlysning.rules import UtlysningStatus


def remove_hindre(
    status: UtlysningStatus, grunn: str, *, finnes: bool, siste_kompetanse: bool
) -> list[Hinder]:
    """Return why a question cannot be taken out of a frozen guide.

    `finnes` is whether the question is there, `siste_kompetanse` whether nothing would be left.
    Kilde: docs/regler.md#V4.
    """
    hindre = []
    if status is not UtlysningStatus.INTERVJU:
        tekst = N_("Spørsmål fjernes fra guiden bare mens runden er i intervjufasen.")
        hindre.append(Hinder("status", tekst))
    if not finnes:
        hindre.append(Hinder("finnes_ikke", N_("Spørsmålet er allerede fjernet.")))
    if siste_kompetanse:
        tekst = N_("Dette er det siste spørsmålet i guiden. Uten det er det ingenting å vurdere.")
        hindre.append(Hinder("siste", tekst))
    if not grunn:
        hindre.append(Hinder("grunn", N_("Skriv hvorfor spørsmålet fjernes.")))
    return hindre


def merknad_hindre(nb: str, nn: str) -> list[Hinder]:
    """Return why a remark on the guide cannot be saved: both languages, or none."""
    if bool(nb) is bool(nn):
        return []
    return [Hinder("merknad", N_("Skriv merknaden både på bokmål og nynorsk."))]

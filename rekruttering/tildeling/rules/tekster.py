"""What the engine says, in words: terms of the cost, phases of a run, broken rules."""

from collections.abc import Iterable, Mapping, Sequence

from rekruttering.felles.errors import N_, Hinder

# Terms of the cost, in the order they are shown; the codes are those of the engine.
LEDD_TEKST = {
    "intervju": N_("Vurdering fra intervjuene"),
    "bakgrunn": N_("Bakgrunn i paret"),
    "parreise": N_("Avstand mellom makkerne"),
    "partneronske": N_("Ønske om makker"),
    "reise": N_("Reise til kommunene"),
    "malform": N_("Målform"),
    "fylkesonske": N_("Ønske om fylke"),
    "fagomrade": N_("Fagområder som mangler"),
    "spredning": N_("Flere fylker for samme par"),
    "belastning": N_("Timer utenfor midten av rammen"),
}
# What the optimiser is doing, in words.
FASE_TEKST = {
    "start": N_("Lager et første forslag"),
    "relaxation": N_("Regner ut hvor god en plan kan bli"),
    "cuts": N_("Skjerper grensen"),
    "improve": N_("Forbedrer forslaget"),
    "enumerate": N_("Går gjennom det som kan være bedre"),
    "branch": N_("Beviser at forslaget er best"),
    "done": N_("Ferdig"),
}

# Hard rules of the engine as sentences; %(a)s and %(b)s are the names the finding concerns.
REGEL_TEKST = {
    "egen_kommune": N_("%(a)s bor i %(b)s."),
    "arbeidsgiver": N_("%(a)s har %(b)s som arbeidsgiver."),
    "inhabil": N_("%(a)s kan ikke brukes i %(b)s på grunn av habilitet."),
    "uaktuelt_fylke": N_("%(a)s vil ikke arbeide i fylket der %(b)s ligger."),
    "for_lang_reise": N_("%(a)s har for lang reise til %(b)s."),
    "las_forbudt": N_("%(a)s er låst ute fra %(b)s."),
    "ikke_par_med": N_("%(a)s og %(b)s kan ikke være par."),
    "ingen_kommune": N_("%(a)s og %(b)s har ingen kommune."),
    "for_mange_kommuner": N_("%(a)s og %(b)s har flere kommuner enn et par kan ha."),
    "for_fa_timer": N_("%(a)s og %(b)s får færre timer enn avtalt."),
    "for_mange_timer": N_("%(a)s og %(b)s får flere timer enn avtalt."),
    "samisk_sprak": N_("Verken %(a)s eller %(b)s kan det samiske språket kommunen bruker."),
    "veileder_i_flere_lag": N_("%(a)s står i flere par."),
    "kommune_i_flere_lag": N_("%(a)s har flere par."),
    "las_tildelt": N_("%(a)s er låst til %(b)s."),
    "las_par": N_("%(a)s og %(b)s er låst som par."),
}


def brudd_hindre(
    brudd: Iterable[tuple[str, Sequence[str]]], navn: Mapping[str, str]
) -> list[Hinder]:
    """Return broken rules as sentences; `brudd` are (rule, ids), `navn` the name of each id."""
    hindre = []
    for regel, ider in brudd:
        names = [navn[each] for each in ider]
        verdier: dict[str, object] = dict(zip("ab", names, strict=False))
        hindre.append(Hinder(regel, REGEL_TEKST[regel], verdier))
    return hindre

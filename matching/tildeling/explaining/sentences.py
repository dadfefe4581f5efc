"""Explanations as sentences in bokmål or nynorsk; names are filled in by the caller.

The sentences are about people, kommuner, kilometres and hours.  All figures come from the data.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from matching.tildeling.explain import Forklaring, Kapasitet, Udekket
from matching.tildeling.explaining import sentence_texts as texts
from matching.tildeling.explaining.alternatives import Alternativ, Svar
from matching.tildeling.explaining.changes import Endring, EndringType, Utfall
from matching.tildeling.explaining.facts import Faktum
from matching.tildeling.explaining.reasons import Grunn, Grunner
from matching.tildeling.explaining.remedies import Tiltak
from matching.tildeling.explaining.sentence_words import Words
from matching.tildeling.explaining.shortage import Knapphet, Mangel, Sprakbehov
from matching.tildeling.explaining.worth import Verdi
from matching.tildeling.forslag import Motstrid
from matching.tildeling.rules import PLASSERING, RuleId

# Up to so many people are named one by one; of more, numbers are given.
_NAMED: Final = 6
_PERSON: Final = frozenset(RuleId(each) for each in texts.LEDD)
# Each of these keeps a veileder out whoever the partner is.
_ALONE: Final = frozenset({*PLASSERING, RuleId.FOR_MANGE_TIMER})
_HOURS: Final = frozenset({RuleId.FOR_MANGE_TIMER, RuleId.FOR_FA_TIMER})


class Sentences(Words):
    """Says explanations in one language; see `Words` for the names."""

    def forklaring(self, forklaring: Forklaring) -> list[str]:
        """Return the whole explanation as lines, with a heading for each kommune."""
        if forklaring.motstrid:
            return [self.motstrid(each) for each in forklaring.motstrid]
        number = len(forklaring.udekket)
        if not number:
            return [texts.FORKLARING["alle"][self._at]]
        unit = self._word("kommuner", number)
        lines = [self._say(texts.FORKLARING["uten"], n=number, kommuner=unit)]
        lines += self.kapasitet(forklaring.kapasitet)
        for each in forklaring.udekket:
            k = self._navn(each.kommune)
            lines += ["", self._say(texts.FORKLARING["hvorfor"], k=k)]
            lines += [f"- {reason}" for reason in self.udekket(each)]
            if each.tiltak:
                lines += ["", self._say(texts.FORKLARING["utveier"], k=k)]
                lines += [f"{at}. {self.tiltak(way)}" for at, way in enumerate(each.tiltak, 1)]
            elif each.fullstendig:
                lines.append(self._say(texts.FORKLARING["ingen_utvei"], k=k))
            if not each.fullstendig:
                lines.append(texts.FORKLARING["ikke_alt"][self._at])
        return lines

    def motstrid(self, each: Motstrid) -> str:
        """Return why a lock cannot be kept."""
        las = self._list(each.ider)
        if not each.regler:
            return self._say(texts.FORKLARING["las_sammen"], las=las)
        hva = self._and([texts.HVA[rule][self._at] for rule in each.regler])
        return self._say(texts.FORKLARING["las_regel"], las=las, hva=hva)

    # --- why not covered ---

    def udekket(self, each: Udekket) -> list[str]:
        """Return the reasons of one kommune, a paragraph for each."""
        if each.grunner is not None:
            return self.grunner(each.grunner)
        if each.mangel is not None:
            return self.mangel(each.mangel)
        return [self._say(texts.MANGEL["vet_ikke"], k=self._navn(each.kommune))]

    def grunner(self, each: Grunner) -> list[str]:
        """Return the reasons why no lag can serve a kommune, those that add something."""
        found: list[str] = []
        said: set[Faktum] = set()
        for grunn in sorted(each.grunner, key=lambda grunn: not grunn.hovedgrunn):
            if not found or not set(grunn.fakta) <= said:
                found.append(self.grunn(grunn))
                told = self._told(grunn).values()
                said.update(grunn.fakta, *told)
        return found

    def faktum(self, fact: Faktum) -> str:
        """Return one fact as a sentence."""
        rule = fact.regel.value
        if fact.regel not in _PERSON:
            return self._hele(fact)
        ledd = texts.ANNET_STED if fact.kommuner else texts.LEDD
        text = self._say(ledd[rule], k=self._kommune(fact), **self._figures(fact))
        return f"{self._navn(fact.veiledere[0])} {text}."

    def grunn(self, grunn: Grunn) -> str:
        """Return a reason why no lag can serve a kommune."""
        k = self._navn(grunn.kommune)
        parts = [self._head(grunn, k)]
        rules = set(grunn.regler)
        if RuleId.SAMISK_SPRAK in rules and grunn.sprak:
            key = "sprak_noen" if grunn.kan_spraket else "sprak_ingen"
            who = self._list(grunn.kan_spraket)
            text = texts.GRUNN[key]
            parts.append(self._say(text, k=k, sprak=grunn.sprak, antall=grunn.antall, v=who))
        if rules & _HOURS:
            key = "fyll" if RuleId.FOR_FA_TIMER in rules else "timer"
            unit = self._word("timer", grunn.timer)
            parts.append(self._say(texts.GRUNN[key], k=k, timer=grunn.timer, t=unit))
        parts += self._people(grunn)
        whole = [each for each in grunn.fakta if each.regel not in _PERSON]
        parts += [self._hele(each) for each in whole]
        if len(grunn.ledige) == 1 and rules <= _ALONE and not grunn.medlemmer:
            parts.append(self._say(texts.GRUNN["en_igjen"], v=self._navn(grunn.ledige[0])))
        return " ".join(parts)

    def _head(self, grunn: Grunn, k: str) -> str:
        key = ("ingen", "ikke_en", "ikke_to")[len(grunn.medlemmer)]
        return self._say(texts.GRUNN[key], k=k, v=self._list(grunn.medlemmer))

    def _people(self, grunn: Grunn) -> list[str]:
        """Return what is so about people: one by one, or in numbers where they are many."""
        told = self._told(grunn)
        if len(told) <= _NAMED:
            return [self._person(v, fakta, grunn.kommune) for v, fakta in told.items()]
        by_rule: dict[RuleId, dict[str, Faktum]] = {}
        for fakta in told.values():
            for fact in fakta:
                here = not fact.kommuner or grunn.kommune in fact.kommuner
                if here and fact.regel in grunn.regler:
                    by_rule.setdefault(fact.regel, {}).setdefault(fact.veiledere[0], fact)
        found = [self._many(rule, list(of.values()), grunn.antall) for rule, of in by_rule.items()]
        far = by_rule.get(RuleId.FOR_LANG_REISE)
        return [*found, self._nearest(list(far.values()))] if far else found

    def _nearest(self, fakta: Sequence[Faktum]) -> str:
        """Return who has the least too far."""
        fact = min(fakta, key=lambda each: (each.verdi or 0) - (each.grense or 0))
        name = self._navn(fact.veiledere[0])
        return self._say(texts.GRUNN["naermest"], v=name, **self._figures(fact))

    def _told(self, grunn: Grunn) -> dict[str, list[Faktum]]:
        """Return the facts to tell by person; not that somebody lacks a language few know."""
        stated = [each for each in grunn.fakta if each.regel in _PERSON]
        told: dict[str, list[Faktum]] = {}
        for fact in stated:
            if fact.regel is not RuleId.SAMISK_SPRAK or fact.tekst != grunn.sprak:
                told.setdefault(fact.veiledere[0], []).append(fact)
        rules = set(grunn.regler) - {RuleId.SAMISK_SPRAK}
        for tillegg in grunn.ogsa:
            for fact in tillegg.fakta:
                person = fact.veiledere[0] if len(fact.veiledere) == 1 else ""
                if fact.regel is RuleId.SAMISK_SPRAK or fact.regel not in _PERSON:
                    continue
                same = tillegg.for_faktum.regel in rules and fact.regel in rules
                if person in told or same:
                    told.setdefault(person, []).append(fact)
        return {v: list(dict.fromkeys(fakta)) for v, fakta in told.items()}

    def _person(self, veileder: str, fakta: Sequence[Faktum], about: str) -> str:
        parts = []
        for fact in fakta:
            here = not fact.kommuner or about in fact.kommuner
            table = texts.LEDD if here else texts.ANNET_STED
            figures = self._figures(fact)
            parts.append(self._say(table[fact.regel.value], k=self._kommune(fact), **figures))
        return f"{self._navn(veileder)} {self._and(parts)}."

    def _many(self, rule: RuleId, fakta: Sequence[Faktum], total: int) -> str:
        limits = [fact.grense or 0 for fact in fakta]
        limit = min(limits) if rule is RuleId.FOR_FA_TIMER else max(limits)
        number = len(fakta)
        forms = texts.MANGE[rule.value][self._at]
        ledd = forms[number != 1].format(grense=self._number(limit), tekst=fakta[0].tekst)
        if number == total and number > 1:
            return self._say(texts.GRUNN["alle"], n=number, ledd=ledd)
        people = self._word("veiledere", number)
        return self._say(texts.GRUNN["noen"], n=number, veiledere=people, ledd=ledd)

    def _hele(self, fact: Faktum) -> str:
        v = [self._navn(each) for each in fact.veiledere]
        a, b = (*v, "", "")[:2]
        return self._say(
            texts.HELE[fact.regel.value],
            a=a,
            b=b,
            v=a,
            k=self._kommune(fact),
            kommuner=self._word("kommuner", fact.grense or 0),
            **self._figures(fact),
        )

    def _figures(self, fact: Faktum) -> dict[str, object]:
        figures = {"verdi": fact.verdi, "grense": fact.grense, "tekst": fact.tekst}
        return {key: value for key, value in figures.items() if value is not None}

    def _kommune(self, fact: Faktum) -> str:
        return self._navn(fact.kommuner[0]) if fact.kommuner else ""

    # --- shortages ---

    def mangel(self, mangel: Mangel) -> list[str]:
        """Return why a kommune that could be served is not, a paragraph for each shortage."""
        k = self._navn(mangel.kommune)
        if mangel.bedre_plan:
            return [self._say(texts.MANGEL["bedre"], k=k)]
        if not mangel.knapphet:
            return [self._say(texts.MANGEL["vet_ikke"], k=k)]
        found = [self.knapphet(each) for each in mangel.knapphet]
        if mangel.bytter and mangel.bytter != ((),):
            swaps = [self._list(each) for each in mangel.bytter]
            found.append(self._say(texts.MANGEL["bytte"], k=k, andre=self._or(swaps)))
        return found

    def knapphet(self, each: Knapphet) -> str:
        """Return one shortage: what cannot be had at the same time, and of what there is little."""
        k, *others = each.kommuner
        key = "ikke_samtidig" if others else "ikke_planen"
        parts = [self._say(texts.MANGEL[key], k=self._navn(k), andre=self._list(others))]
        rules = set(each.regler)
        if RuleId.SAMISK_SPRAK in rules:
            parts += [self._sprakbehov(behov) for behov in each.sprakbehov]
            rules -= {RuleId.SAMISK_SPRAK, RuleId.FOR_MANGE_TIMER}
        if RuleId.FOR_MANGE_TIMER in rules and others:
            unit = self._word("timer", each.timer)
            parts.append(self._say(texts.MANGEL["timer"], timer=each.timer, t=unit))
        if RuleId.FOR_MANGE_KOMMUNER in rules:
            rules.discard(RuleId.FOR_MANGE_KOMMUNER)
            unit = self._word("kommuner", each.maks_kommuner)
            text = texts.MANGEL["maks"]
            parts.append(self._say(text, n=each.maks_kommuner, kommuner=unit))
        if not each.minimal:
            parts.append(texts.MANGEL["ikke_minst"][self._at])
        where: dict[tuple[str, ...], list[str]] = {}
        for kandidater in each.kandidater:
            if len(kandidater.veiledere) <= _NAMED // 2:
                where.setdefault(kandidater.veiledere, []).append(kandidater.kommune)
        for who, places in where.items():
            text = texts.MANGEL["fa_kan"]
            parts.append(self._say(text, v=self._list(who), k=self._list(places)))
        if rules:
            hva = dict.fromkeys(texts.HVA[r.value][self._at] for r in each.regler if r in rules)
            parts.append(self._say(texts.MANGEL["ellers"], hva=self._and(list(hva))))
        return " ".join(parts)

    def _sprakbehov(self, behov: Sprakbehov) -> str:
        who = [
            self._say(
                texts.MANGEL["hver"], v=self._navn(v), timer=most, t=self._word("timer", most)
            )
            for v, most in zip(behov.veiledere, behov.mest_timer, strict=True)
        ]
        if len(who) > _NAMED:
            who = [f"{len(who)} {self._word('veiledere', len(who))}"]
        several = len(behov.kommuner) > 1
        return self._say(
            texts.MANGEL["sprak"],
            k=self._list(behov.kommuner),
            sprak=behov.sprak,
            sammen=texts.MANGEL["sammen"][self._at] if several else "",
            timer=behov.timer,
            t=self._word("timer", behov.timer),
            v=self._and(who) if who else texts.MANGEL["ingen"][self._at],
        )

    def kapasitet(self, each: Kapasitet) -> list[str]:
        """Return what all veiledere together cannot give; nothing where there is enough."""
        found = []
        people = self._word("veiledere", each.veiledere)
        if each.timer > each.mest_timer:
            values = {"timer": each.timer, "mest": each.mest_timer, "n": each.veiledere}
            text, unit = texts.KAPASITET["timer"], self._word("timer", each.timer)
            found.append(self._say(text, t=unit, veiledere=people, **values))
        if each.kommuner > each.mest_kommuner:
            values = {"m": each.kommuner, "mest": each.mest_kommuner, "n": each.veiledere}
            text, unit = texts.KAPASITET["kommuner"], self._word("kommuner", each.kommuner)
            found.append(self._say(text, kommuner=unit, veiledere=people, **values))
        return found

    # --- ways out and alternatives ---

    def tiltak(self, tiltak: Tiltak) -> str:
        """Return a way out with what it gives and costs."""
        k = self._navn(tiltak.kommune)
        changes = self._and([self.endring(each, k) for each in tiltak.endringer])
        key = "hvis" if tiltak.endringer else "pa_nytt"
        parts = [self._say(texts.UTFALL[key], endringer=changes, k=k)]
        if tiltak.minst:
            parts.append(texts.UTFALL["minst"][self._at])
        return " ".join([*parts, self.utfall(tiltak.utfall, tiltak.kommune)])

    def endring(self, endring: Endring, near: str = "") -> str:
        """Return a change as the clause after «hvis»; `near` is where a recruit lives."""
        key = endring.type.value
        if endring.type is EndringType.NY_VEILEDER and endring.veileder is not None:
            new = endring.veileder
            sprak = self._and([each.value for each in new.samiske_sprak])
            return self._say(
                texts.ENDRING[key],
                bakgrunn=texts.BAKGRUNN[new.bakgrunn.value][self._at],
                sprak=self._say(texts.ENDRING["sprak"], sprak=sprak) if sprak else "",
                lo=new.timer[0],
                hi=new.timer[1],
                k=near,
            )
        if endring.type is EndringType.LAS:
            key = f"las_{endring.tekst}"
        names = [self._navn(each) for each in endring.ider]
        a, b = (*names, "", "")[:2]
        own = endring.type is EndringType.KOMMUNE_TIMER
        return self._say(
            texts.ENDRING[key],
            a=a,
            b=b,
            v=a,
            k=a if own else b,
            fra=endring.fra or 0,
            til=endring.til or 0,
            fylke=self._fylke(endring.tekst),
        )

    def utfall(self, utfall: Utfall, kommune: str = "") -> str:
        """Return what a new plan covers and costs beside the old, and whom it touches."""
        number = len(utfall.udekket)
        unit = self._word("kommuner", number)
        key = "uten" if number else "alle"
        parts = [self._say(texts.UTFALL[key], n=number, kommuner=unit)]
        also = [each for each in utfall.forskjell.dekket if each != kommune]
        if also:
            parts.append(self._say(texts.UTFALL["ogsa"], k=self._list(also)))
        if utfall.forskjell.udekket:
            lost = self._list(utfall.forskjell.udekket)
            parts.append(self._say(texts.UTFALL["mister"], k=lost))
        change = utfall.kostnad_endring
        key = "dyrere" if change > 0 else "billigere" if change < 0 else "samme"
        parts.append(self._say(texts.UTFALL[key], n=abs(change), total=utfall.kostnad))
        touched = len(utfall.forskjell.veiledere)
        people = self._word("veiledere", touched)
        key = "berorte" if touched else "ingen_berort"
        parts.append(self._say(texts.UTFALL[key], n=touched, veiledere=people))
        if not utfall.bevist:
            parts.append(texts.UTFALL["ikke_bevist"][self._at])
        return " ".join(parts)

    def svar(self, svar: Svar) -> list[str]:
        """Return the answer to «why not», a paragraph for each reason."""
        asked = svar.sporsmal
        names = [self._navn(each) for each in asked.veiledere]
        k = "" if asked.kommune is None else self._navn(asked.kommune)
        if svar.er_slik:
            return [texts.SVAR["er_slik"][self._at]]
        if svar.brudd:
            return [self.faktum(each) for each in svar.brudd]
        if svar.grunner is not None:
            return self.grunner(svar.grunner)
        if svar.utfall is None:
            return [texts.SVAR["motstrid"][self._at]]
        key = ("par_i" if k else "par") if len(names) == 2 else "i"
        a, b = (*names, "")[:2]
        head = self._say(texts.SVAR[key], v=a, a=a, b=b, k=k)
        return [f"{head} {self.utfall(svar.utfall)}"]

    def alternativ(self, each: Alternativ, kommune: str = "") -> str:
        """Return what comes instead; `kommune` is the one asked about, "" for a pair."""
        if kommune:
            who = self._list([v for v, _ in each.uten])
            head = self._say(texts.SVAR["uten_i"], v=who, k=self._navn(kommune))
        else:
            a, b = (self._navn(v) for v in each.uten[0])
            head = self._say(texts.SVAR["uten_par"], a=a, b=b)
        if each.utfall is None:
            return f"{head} {texts.SVAR['motstrid'][self._at]}"
        parts = [head]
        if kommune and each.i_stedet:
            who = self._list(each.i_stedet)
            parts.append(self._say(texts.SVAR["i_stedet"], v=who, k=self._navn(kommune)))
        return " ".join([*parts, self.utfall(each.utfall)])

    def verdi(self, verdi: Verdi) -> str:
        """Return what one more veileder is worth."""
        name = self._navn(verdi.veileder.id)
        if not verdi.brukt:
            return self._say(texts.SVAR["ikke_brukt"], v=name)
        return f"{self._say(texts.SVAR['verdi'], v=name)} {self.utfall(verdi.utfall)}"

"""The interview timetable: who is interviewed when, where and before whom.

The public names; everything else is private.  `python -m matching timeplan` has the same as
commands.
"""

from matching.felles.avvik import Avvik
from matching.felles.json_reader import Feil, UgyldigFilError
from matching.felles.kjoring import Kjoring, Status
from matching.felles.progress import OnProgress, Phase, Progress, ShouldStop
from matching.timeplan.cost import (
    LEDD,
    co_members,
    components,
    days_of,
    fair_share,
    plan_cost,
    plan_ledd,
    wish_met,
)
from matching.timeplan.explain import Arsak, Forklaring, Grunn, Utvei, explain
from matching.timeplan.explain import Slag as UtveiSlag
from matching.timeplan.forslag import Motstrid, Timeplan
from matching.timeplan.forslag_json import (
    timeplan_from_dict,
    timeplan_from_json,
    timeplan_to_dict,
    timeplan_to_json,
)
from matching.timeplan.instances import STANDARD_REGLER, STANDARD_VEKTER, generate
from matching.timeplan.moves import (
    Endring,
    Flytt,
    Prisendring,
    endringer,
    flytt_hindre,
    ledige_tider,
    replan_problem,
)
from matching.timeplan.moves import Slag as EndringSlag
from matching.timeplan.problem import (
    Intervju,
    Las,
    Lunsj,
    Medlem,
    Panel,
    Problem,
    Regler,
    Reise,
    Ressurs,
    Rolle,
    Rom,
    SamiskSprak,
    Soker,
    Vekter,
    Vindu,
    to_lokal,
    to_minutt,
)
from matching.timeplan.problem_json import (
    problem_from_dict,
    problem_from_json,
    problem_to_dict,
    problem_to_json,
)
from matching.timeplan.rules import (
    Brudd,
    RuleId,
    intervju_brudd,
    medlem_hindre,
    plan_brudd,
    plassering_hindre,
)
from matching.timeplan.search import solve
from matching.timeplan.sentences import setninger
from matching.timeplan.validate import check
from matching.timeplan.warm_up import warm_up

__all__ = [
    "LEDD",
    "STANDARD_REGLER",
    "STANDARD_VEKTER",
    "Arsak",
    "Avvik",
    "Brudd",
    "Endring",
    "EndringSlag",
    "Feil",
    "Flytt",
    "Forklaring",
    "Grunn",
    "Intervju",
    "Kjoring",
    "Las",
    "Lunsj",
    "Medlem",
    "Motstrid",
    "OnProgress",
    "Panel",
    "Phase",
    "Prisendring",
    "Problem",
    "Progress",
    "Regler",
    "Reise",
    "Ressurs",
    "Rolle",
    "Rom",
    "RuleId",
    "SamiskSprak",
    "ShouldStop",
    "Soker",
    "Status",
    "Timeplan",
    "UgyldigFilError",
    "Utvei",
    "UtveiSlag",
    "Vekter",
    "Vindu",
    "check",
    "co_members",
    "components",
    "days_of",
    "endringer",
    "explain",
    "fair_share",
    "flytt_hindre",
    "generate",
    "intervju_brudd",
    "ledige_tider",
    "medlem_hindre",
    "plan_brudd",
    "plan_cost",
    "plan_ledd",
    "plassering_hindre",
    "problem_from_dict",
    "problem_from_json",
    "problem_to_dict",
    "problem_to_json",
    "replan_problem",
    "setninger",
    "solve",
    "timeplan_from_dict",
    "timeplan_from_json",
    "timeplan_to_dict",
    "timeplan_to_json",
    "to_lokal",
    "to_minutt",
    "warm_up",
    "wish_met",
]

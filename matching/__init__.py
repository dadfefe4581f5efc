"""Pure optimisation library: forms pairs of veiledere and allocates them to kommuner.

The public names; everything else is private.  `python -m matching` has the same as commands.
"""

from matching.felles.json_reader import Feil, UgyldigFilError
from matching.felles.progress import OnProgress, Phase, Progress, ShouldStop
from matching.tildeling.cost import LEDD, endring_cost, lag_ledd, plan_cost
from matching.tildeling.forslag import (
    Forslag,
    Kjoring,
    Lag,
    LasType,
    Motstrid,
    Status,
    forslag_from_dict,
    forslag_from_json,
    forslag_to_dict,
    forslag_to_json,
)
from matching.tildeling.instances import STANDARD_REGLER, STANDARD_VEKTER, generate
from matching.tildeling.problem import (
    Avstand,
    Bakgrunn,
    GjeldendeLag,
    Kommune,
    Laser,
    Malform,
    Problem,
    Regler,
    SamiskSprak,
    Veileder,
    Vekter,
)
from matching.tildeling.problem_json import (
    problem_from_dict,
    problem_from_json,
    problem_to_dict,
    problem_to_json,
)
from matching.tildeling.rules import (
    Brudd,
    RuleId,
    Tildeling,
    lag_brudd,
    par_hindre,
    plan_brudd,
    plassering_hindre,
)
from matching.tildeling.search import solve
from matching.tildeling.validate import Avvik, check
from matching.tildeling.warm_up import warm_up

__all__ = [
    "LEDD",
    "STANDARD_REGLER",
    "STANDARD_VEKTER",
    "Avstand",
    "Avvik",
    "Bakgrunn",
    "Brudd",
    "Feil",
    "Forslag",
    "GjeldendeLag",
    "Kjoring",
    "Kommune",
    "Lag",
    "LasType",
    "Laser",
    "Malform",
    "Motstrid",
    "OnProgress",
    "Phase",
    "Problem",
    "Progress",
    "Regler",
    "RuleId",
    "SamiskSprak",
    "ShouldStop",
    "Status",
    "Tildeling",
    "UgyldigFilError",
    "Veileder",
    "Vekter",
    "check",
    "endring_cost",
    "forslag_from_dict",
    "forslag_from_json",
    "forslag_to_dict",
    "forslag_to_json",
    "generate",
    "lag_brudd",
    "lag_ledd",
    "par_hindre",
    "plan_brudd",
    "plan_cost",
    "plassering_hindre",
    "problem_from_dict",
    "problem_from_json",
    "problem_to_dict",
    "problem_to_json",
    "solve",
    "warm_up",
]

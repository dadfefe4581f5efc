"""Pure optimisation library: forms pairs of veiledere and allocates them to kommuner.

The public names; everything else is private.  `python -m matching` has the same as commands.
"""

from matching.felles.avvik import Avvik
from matching.felles.json_reader import Feil, UgyldigFilError
from matching.felles.kjoring import Kjoring, Status
from matching.felles.progress import OnProgress, Phase, Progress, ShouldStop
from matching.tildeling.cost import LEDD, endring_cost, lag_ledd, plan_cost
from matching.tildeling.explain import (
    Forklaring,
    Kapasitet,
    PasserIkkeError,
    Udekket,
    Valg,
    explain,
    forklaring_to_dict,
)
from matching.tildeling.explaining.alternatives import (
    Alternativ,
    Lagbilde,
    Sporsmal,
    Svar,
    alternatives,
    describe,
    why_not,
    without_pair,
)
from matching.tildeling.explaining.changes import Endring, EndringType, Forskjell, Utfall, apply
from matching.tildeling.explaining.facts import Faktum
from matching.tildeling.explaining.reasons import Grunn, Grunner, Tillegg
from matching.tildeling.explaining.remedies import Solver, Tiltak, find_tiltak, recruit
from matching.tildeling.explaining.sentences import Sentences
from matching.tildeling.explaining.shortage import Kandidater, Knapphet, Mangel, Sprakbehov
from matching.tildeling.explaining.worth import Verdi, worth_of
from matching.tildeling.forslag import (
    Forslag,
    Lag,
    LasType,
    Motstrid,
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
from matching.tildeling.reach import Reach, reach
from matching.tildeling.replan import (
    Endringer,
    KommuneEndring,
    VeilederEndring,
    change_problem,
    changes,
    replan,
    with_kommune,
    with_timer,
    with_veileder,
    without_kommune,
    without_veileder,
)
from matching.tildeling.robusthet import (
    EkstraTilbud,
    Robusthet,
    RobusthetFase,
    RobusthetProgress,
    Steg,
    robusthet,
)
from matching.tildeling.robustness.tillegg import TilbudVerdi
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
from matching.tildeling.validate import check
from matching.tildeling.warm_up import warm_up

__all__ = [
    "LEDD",
    "STANDARD_REGLER",
    "STANDARD_VEKTER",
    "Alternativ",
    "Avstand",
    "Avvik",
    "Bakgrunn",
    "Brudd",
    "EkstraTilbud",
    "Endring",
    "EndringType",
    "Endringer",
    "Faktum",
    "Feil",
    "Forklaring",
    "Forskjell",
    "Forslag",
    "GjeldendeLag",
    "Grunn",
    "Grunner",
    "Kandidater",
    "Kapasitet",
    "Kjoring",
    "Knapphet",
    "Kommune",
    "KommuneEndring",
    "Lag",
    "Lagbilde",
    "LasType",
    "Laser",
    "Malform",
    "Mangel",
    "Motstrid",
    "OnProgress",
    "PasserIkkeError",
    "Phase",
    "Problem",
    "Progress",
    "Reach",
    "Regler",
    "Robusthet",
    "RobusthetFase",
    "RobusthetProgress",
    "RuleId",
    "SamiskSprak",
    "Sentences",
    "ShouldStop",
    "Solver",
    "Sporsmal",
    "Sprakbehov",
    "Status",
    "Steg",
    "Svar",
    "TilbudVerdi",
    "Tildeling",
    "Tillegg",
    "Tiltak",
    "Udekket",
    "UgyldigFilError",
    "Utfall",
    "Valg",
    "Veileder",
    "VeilederEndring",
    "Vekter",
    "Verdi",
    "alternatives",
    "apply",
    "change_problem",
    "changes",
    "check",
    "describe",
    "endring_cost",
    "explain",
    "find_tiltak",
    "forklaring_to_dict",
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
    "reach",
    "recruit",
    "replan",
    "robusthet",
    "solve",
    "warm_up",
    "why_not",
    "with_kommune",
    "with_timer",
    "with_veileder",
    "without_kommune",
    "without_pair",
    "without_veileder",
    "worth_of",
]

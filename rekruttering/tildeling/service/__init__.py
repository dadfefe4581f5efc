"""Use cases of runs and of decisions on what they propose; nothing here commits."""

from rekruttering.tildeling.service.beslutning import (
    approve,
    list_hindre,
    publish,
    reject,
)
from rekruttering.tildeling.service.kjoringer import (
    JOB,
    Innstillinger,
    begin_kjoring,
    end_abandoned,
    fail_kjoring,
    finish_kjoring,
    make_oppdrag,
    start_hindre,
    start_kjoring,
    stop_kjoring,
)

__all__ = [
    "JOB",
    "Innstillinger",
    "approve",
    "begin_kjoring",
    "end_abandoned",
    "fail_kjoring",
    "finish_kjoring",
    "list_hindre",
    "make_oppdrag",
    "publish",
    "reject",
    "start_hindre",
    "start_kjoring",
    "stop_kjoring",
]

"""The demo's clock: where in time the demo round stands, the same for web and worker."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from rekruttering.felles import clock
from rekruttering.felles.db import Model, db


class Demoklokke(Model):
    """One row, in the demo only: how far beside the machine's clock the demo runs."""

    id: Mapped[int] = mapped_column(primary_key=True)
    forskyvning_s: Mapped[int]
    punkt: Mapped[str]


def find() -> Demoklokke | None:
    """Return the demo's clock, or None outside the demo."""
    return db.session.get(Demoklokke, 1) if current_app.config["DEMO"] else None


def load() -> None:
    """Let this context's clock follow the demo; nothing happens outside the demo."""
    row = find()
    if row is not None:
        clock.move(timedelta(seconds=row.forskyvning_s))


def set_moment(moment: datetime, punkt: str) -> None:
    """Put the demo's clock at an aware moment, from which it runs on."""
    offset = moment - clock.real_now()
    row = db.session.get(Demoklokke, 1) or Demoklokke(id=1)
    row.forskyvning_s, row.punkt = int(offset.total_seconds()), punkt
    db.session.add(row)
    clock.move(offset)

from pathlib import Path

import pytest
from flask import Flask

from rekruttering.kommune import service


def test_load_prints_facts_for_each_file(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["kommune", "load"])
    assert result.exit_code == 0
    assert result.output.splitlines()[3] == (
        "kommuner_2020.csv: Kommuner, 0 nye, 0 videreført, 0 avsluttet, 356 uendret"
    )


def test_load_names_the_faults_of_a_file(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "embeter.csv").write_text("embete\nagder\n")
    load = service.load_reference_data
    monkeypatch.setattr(service, "load_reference_data", lambda: load(tmp_path))
    for name in service.FILER[1:]:
        (tmp_path / name).write_bytes((service.DATA / name).read_bytes())
    result = app.test_cli_runner().invoke(args=["kommune", "load"])
    assert result.exit_code == 1
    assert "Rad 1, kolonne gyldig_fra: Kolonnen mangler." in result.output

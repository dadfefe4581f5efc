from flask import Flask

from rekruttering.felles import jobs
from rekruttering.kommune.rules import KommuneMalform
from rekruttering.tilgang.rules import Malform, Rolle
from tests.felles.smtp import Server, smtp_server
from tests.horing.factories import list_rows, make_horing, make_proposal
from tests.kommune.factories import make_kommune
from tests.tilgang.factories import make_bruker

__all__ = ["smtp_server"]


def test_the_mails_of_a_hearing_reach_a_real_server_once_each(
    app: Flask, smtp_server: Server
) -> None:
    with app.app_context():
        stat = make_bruker(Rolle.STATSFORVALTER, omrade="trondelag", malform=Malform.NN)
        kommuner = [make_kommune(malform=KommuneMalform.NYNORSK), make_kommune()]
        tildeling = make_proposal(kommuner)
        make_horing(tildeling, melding_nb="Skriv kort.", melding_nn="Skriv stutt.")
        wanted = sorted([stat.epost, *(row.kontakt_epost for row in list_rows(tildeling))])
        names = [lag.veileder_a.soknad.navn for lag in tildeling.lag]
        bokmal = next(r.kontakt_epost for r in list_rows(tildeling) if r.kommune is kommuner[1])
    jobs.wait_for_all(app)
    jobs.wait_for_all(app)
    received = {message["To"]: message for message in smtp_server.received}
    assert sorted(message["To"] for message in smtp_server.received) == wanted
    texts = {}
    for til, message in received.items():
        payload = message.get_payload(decode=True)
        assert isinstance(payload, bytes)
        texts[til] = payload.decode()
    assert [til for til, text in texts.items() if "Skriv kort." in text] == [bokmal]
    # The proposal itself is read after log-in: no name of a veileder goes by mail.
    assert not any(name in text for name in names for text in texts.values())
    assert all("http://localhost/horing/" in text for text in texts.values())

"""first schema

Revision: 0001; follows: 
"""

import sqlalchemy as sa
from alembic import op

import rekruttering.felles.db


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('bruker',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('epost', sa.Text(), nullable=False),
    sa.Column('navn', sa.Text(), nullable=False),
    sa.Column('telefon', sa.Text(), nullable=False),
    sa.Column('malform', sa.Enum('nb', 'nn', name='malform', native_enum=False, length=40), nullable=False),
    sa.Column('aktiv', sa.Boolean(), nullable=False),
    sa.Column('opprettet_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('passord_hash', sa.Text(), nullable=True),
    sa.Column('totp_hemmelighet', sa.Text(), nullable=True),
    sa.Column('totp_sist_brukt', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bruker')),
    sa.UniqueConstraint('epost', name=op.f('uq_bruker_epost'))
    )
    op.create_table('demoklokke',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('forskyvning_s', sa.Integer(), nullable=False),
    sa.Column('punkt', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_demoklokke'))
    )
    op.create_table('embete',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kode', sa.Text(), nullable=False),
    sa.Column('gyldig_fra', sa.Date(), nullable=False),
    sa.Column('gyldig_til', sa.Date(), nullable=True),
    sa.Column('betegnelse_nb', sa.Text(), nullable=False),
    sa.Column('betegnelse_nn', sa.Text(), nullable=False),
    sa.Column('navn_nb', sa.Text(), nullable=False),
    sa.Column('navn_nn', sa.Text(), nullable=False),
    sa.Column('kortnavn_nb', sa.Text(), nullable=False),
    sa.Column('kortnavn_nn', sa.Text(), nullable=False),
    sa.CheckConstraint('gyldig_til IS NULL OR gyldig_til >= gyldig_fra', name=op.f('ck_embete_periode')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_embete')),
    sa.UniqueConstraint('kode', 'gyldig_fra', name=op.f('uq_embete_kode_gyldig_fra'))
    )
    op.create_table('engangskode',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('epost', sa.Text(), nullable=False),
    sa.Column('kode_hash', sa.Text(), nullable=False),
    sa.Column('opprettet_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('utloper_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('brukt_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('forsok', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_engangskode'))
    )
    with op.batch_alter_table('engangskode', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_engangskode_epost_opprettet_at'), ['epost', 'opprettet_at'], unique=False)

    op.create_table('fylke',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('fylkesnummer', sa.Text(), nullable=False),
    sa.Column('gyldig_fra', sa.Date(), nullable=False),
    sa.Column('gyldig_til', sa.Date(), nullable=True),
    sa.Column('navn', sa.Text(), nullable=False),
    sa.Column('navn_nordsamisk', sa.Text(), nullable=False),
    sa.Column('navn_lulesamisk', sa.Text(), nullable=False),
    sa.Column('navn_sorsamisk', sa.Text(), nullable=False),
    sa.Column('navn_kvensk', sa.Text(), nullable=False),
    sa.Column('embete_kode', sa.Text(), nullable=False),
    sa.Column('malform', sa.Enum('bokmal', 'nynorsk', 'noytral', name='kommunemalform', native_enum=False, length=40), nullable=True),
    sa.Column('innbyggere', sa.Integer(), nullable=True),
    sa.CheckConstraint('gyldig_til IS NULL OR gyldig_til >= gyldig_fra', name=op.f('ck_fylke_periode')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fylke')),
    sa.UniqueConstraint('fylkesnummer', 'gyldig_fra', name=op.f('uq_fylke_fylkesnummer_gyldig_fra'))
    )
    op.create_table('innloggingsfeil',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('epost', sa.Text(), nullable=False),
    sa.Column('at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_innloggingsfeil'))
    )
    with op.batch_alter_table('innloggingsfeil', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_innloggingsfeil_epost_at'), ['epost', 'at'], unique=False)

    op.create_table('jobb',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('navn', sa.Text(), nullable=False),
    sa.Column('objekt_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('venter', 'kjorer', 'ferdig', 'feilet', name='jobbstatus', native_enum=False, length=40), nullable=False),
    sa.Column('opprettet_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('klar_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('startet_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('ferdig_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('hjerteslag_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('forsok', sa.Integer(), nullable=False),
    sa.Column('stopp_bedt', sa.Boolean(), nullable=False),
    sa.Column('fremdrift', sa.JSON(), nullable=False),
    sa.Column('feil', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_jobb'))
    )
    with op.batch_alter_table('jobb', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_jobb_status_klar_at'), ['status', 'klar_at'], unique=False)

    op.create_table('kommune',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kommunenummer', sa.Text(), nullable=False),
    sa.Column('gyldig_fra', sa.Date(), nullable=False),
    sa.Column('gyldig_til', sa.Date(), nullable=True),
    sa.Column('navn', sa.Text(), nullable=False),
    sa.Column('navn_norsk', sa.Text(), nullable=False),
    sa.Column('navn_nordsamisk', sa.Text(), nullable=False),
    sa.Column('navn_lulesamisk', sa.Text(), nullable=False),
    sa.Column('navn_sorsamisk', sa.Text(), nullable=False),
    sa.Column('navn_kvensk', sa.Text(), nullable=False),
    sa.Column('fylkesnummer', sa.Text(), nullable=False),
    sa.Column('embete_kode', sa.Text(), nullable=False),
    sa.Column('administrasjonssenter', sa.Text(), nullable=False),
    sa.Column('breddegrad', sa.Double(), nullable=False),
    sa.Column('lengdegrad', sa.Double(), nullable=False),
    sa.Column('malform', sa.Enum('bokmal', 'nynorsk', 'noytral', name='kommunemalform', native_enum=False, length=40), nullable=False),
    sa.Column('malform_grunnlag', sa.Text(), nullable=False),
    sa.Column('samisk_sprak', sa.Enum('nordsamisk', 'lulesamisk', 'sorsamisk', name='samisksprak', native_enum=False, length=40), nullable=True),
    sa.Column('samisk_fra', sa.Date(), nullable=True),
    sa.Column('innbyggere', sa.Integer(), nullable=True),
    sa.Column('grunnskoler', sa.Integer(), nullable=True),
    sa.CheckConstraint('gyldig_til IS NULL OR gyldig_til >= gyldig_fra', name=op.f('ck_kommune_periode')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kommune')),
    sa.UniqueConstraint('kommunenummer', 'gyldig_fra', name=op.f('uq_kommune_kommunenummer_gyldig_fra'))
    )
    with op.batch_alter_table('kommune', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_kommune_fylkesnummer'), ['fylkesnummer'], unique=False)

    op.create_table('kommuneendring',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('gjelder_fra', sa.Date(), nullable=False),
    sa.Column('fra_nummer', sa.Text(), nullable=False),
    sa.Column('fra_navn', sa.Text(), nullable=False),
    sa.Column('til_nummer', sa.Text(), nullable=False),
    sa.Column('til_navn', sa.Text(), nullable=False),
    sa.Column('type', sa.Enum('uendret', 'nytt_nummer', 'sammenslaing', 'deling', name='endringstype', native_enum=False, length=40), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kommuneendring')),
    sa.UniqueConstraint('gjelder_fra', 'fra_nummer', 'til_nummer', name=op.f('uq_kommuneendring_gjelder_fra_fra_nummer_til_nummer'))
    )
    with op.batch_alter_table('kommuneendring', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_kommuneendring_fra_nummer'), ['fra_nummer'], unique=False)
        batch_op.create_index(batch_op.f('ix_kommuneendring_til_nummer'), ['til_nummer'], unique=False)

    op.create_table('skjemautkast',
    sa.Column('token', sa.Text(), nullable=False),
    sa.Column('sti', sa.Text(), nullable=False),
    sa.Column('felter', sa.JSON(), nullable=False),
    sa.Column('opprettet_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('token', name=op.f('pk_skjemautkast'))
    )
    op.create_table('utboks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('til', sa.Text(), nullable=False),
    sa.Column('emne', sa.Text(), nullable=False),
    sa.Column('tekst', sa.Text(), nullable=False),
    sa.Column('nokkel', sa.Text(), nullable=False),
    sa.Column('status', sa.Enum('venter', 'sendt', 'feilet', name='epoststatus', native_enum=False, length=40), nullable=False),
    sa.Column('forsok', sa.Integer(), nullable=False),
    sa.Column('opprettet_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('sendt_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('feil', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_utboks')),
    sa.UniqueConstraint('nokkel', 'til', name=op.f('uq_utboks_nokkel_til'))
    )
    with op.batch_alter_table('utboks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_utboks_status'), ['status'], unique=False)

    op.create_table('utlysning',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.Text(), nullable=False),
    sa.Column('ordning', sa.Enum('oppfolgingsordningen', 'veilederkorpset', name='ordning', native_enum=False, length=40), nullable=False),
    sa.Column('status', sa.Enum('kladd', 'publisert', 'vurdering', 'intervju', 'tilbud', 'tildeling', 'i_drift', 'avsluttet', name='utlysningstatus', native_enum=False, length=40), nullable=False),
    sa.Column('tittel_nb', sa.Text(), nullable=False),
    sa.Column('tittel_nn', sa.Text(), nullable=False),
    sa.Column('ingress_nb', sa.Text(), nullable=False),
    sa.Column('ingress_nn', sa.Text(), nullable=False),
    sa.Column('tekst_nb', sa.Text(), nullable=False),
    sa.Column('tekst_nn', sa.Text(), nullable=False),
    sa.Column('intervjusted_nb', sa.Text(), nullable=False),
    sa.Column('intervjusted_nn', sa.Text(), nullable=False),
    sa.Column('sammensetning_regel', sa.Enum('par_eier_leder', name='sammensetningsregel', native_enum=False, length=40), nullable=False),
    sa.Column('sammensetning_nb', sa.Text(), nullable=False),
    sa.Column('sammensetning_nn', sa.Text(), nullable=False),
    sa.Column('endret_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('publisert_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('frist_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('intervju_fra_dato', sa.Date(), nullable=True),
    sa.Column('intervju_til_dato', sa.Date(), nullable=True),
    sa.Column('tilbud_innen_dato', sa.Date(), nullable=True),
    sa.Column('periode_fra_dato', sa.Date(), nullable=True),
    sa.Column('periode_til_dato', sa.Date(), nullable=True),
    sa.Column('arsverk_timer', sa.Integer(), nullable=False),
    sa.Column('maks_kommuner_per_par', sa.Integer(), nullable=False),
    sa.Column('vekter', sa.JSON(), nullable=False),
    sa.Column('kontakt_navn', sa.Text(), nullable=False),
    sa.Column('kontakt_epost', sa.Text(), nullable=False),
    sa.Column('kontakt_telefon', sa.Text(), nullable=False),
    sa.Column('versjon', sa.Integer(), nullable=False),
    sa.CheckConstraint("status = 'kladd' OR publisert_at IS NOT NULL", name=op.f('ck_utlysning_publisert_har_tid')),
    sa.CheckConstraint('arsverk_timer > 0', name=op.f('ck_utlysning_arsverk')),
    sa.CheckConstraint('maks_kommuner_per_par BETWEEN 1 AND 12', name=op.f('ck_utlysning_maks_kommuner')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_utlysning')),
    sa.UniqueConstraint('slug', name=op.f('uq_utlysning_slug'))
    )
    op.create_table('engasjement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('utlysning_id', sa.Integer(), nullable=False),
    sa.Column('rekkefolge', sa.Integer(), nullable=False),
    sa.Column('form', sa.Enum('frikjop', 'konsulent', name='engasjementsform', native_enum=False, length=40), nullable=False),
    sa.Column('enhet', sa.Enum('prosent', 'timer', name='enhet', native_enum=False, length=40), nullable=False),
    sa.Column('minst', sa.Integer(), nullable=True),
    sa.Column('mest', sa.Integer(), nullable=True),
    sa.Column('unntak', sa.Boolean(), nullable=False),
    sa.Column('tekst_nb', sa.Text(), nullable=False),
    sa.Column('tekst_nn', sa.Text(), nullable=False),
    sa.CheckConstraint('minst IS NULL OR mest IS NULL OR minst <= mest', name=op.f('ck_engasjement_band')),
    sa.ForeignKeyConstraint(['utlysning_id'], ['utlysning.id'], name=op.f('fk_engasjement_utlysning_id_utlysning')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_engasjement')),
    sa.UniqueConstraint('utlysning_id', 'form', name=op.f('uq_engasjement_utlysning_id_form'))
    )
    op.create_table('kompetanse',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('utlysning_id', sa.Integer(), nullable=False),
    sa.Column('rekkefolge', sa.Integer(), nullable=False),
    sa.Column('kode', sa.Text(), nullable=False),
    sa.Column('navn_nb', sa.Text(), nullable=False),
    sa.Column('navn_nn', sa.Text(), nullable=False),
    sa.Column('begrunnelse_nb', sa.Text(), nullable=False),
    sa.Column('begrunnelse_nn', sa.Text(), nullable=False),
    sa.Column('vekt', sa.Integer(), nullable=False),
    sa.Column('sporsmal', sa.JSON(), nullable=False),
    sa.Column('anker', sa.JSON(), nullable=False),
    sa.CheckConstraint('vekt > 0', name=op.f('ck_kompetanse_vekt')),
    sa.ForeignKeyConstraint(['utlysning_id'], ['utlysning.id'], name=op.f('fk_kompetanse_utlysning_id_utlysning')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kompetanse')),
    sa.UniqueConstraint('utlysning_id', 'kode', name=op.f('uq_kompetanse_utlysning_id_kode'))
    )
    op.create_table('listeopplasting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lastet_opp_av_id', sa.Integer(), nullable=False),
    sa.Column('lastet_opp_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('filnavn', sa.Text(), nullable=False),
    sa.Column('slag', sa.Enum('embeter', 'fylker', 'kommuner', 'endringer', name='listeslag', native_enum=False, length=40), nullable=False),
    sa.Column('innhold', sa.Text(), nullable=False),
    sa.Column('bekreftet_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('forkastet_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('versjon', sa.Integer(), nullable=False),
    sa.CheckConstraint('bekreftet_at IS NULL OR forkastet_at IS NULL', name=op.f('ck_listeopplasting_ett_utfall')),
    sa.ForeignKeyConstraint(['lastet_opp_av_id'], ['bruker.id'], name=op.f('fk_listeopplasting_lastet_opp_av_id_bruker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_listeopplasting'))
    )
    op.create_table('logglinje',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('bruker_id', sa.Integer(), nullable=True),
    sa.Column('handling', sa.Text(), nullable=False),
    sa.Column('objekt_type', sa.Text(), nullable=False),
    sa.Column('objekt_id', sa.Integer(), nullable=False),
    sa.Column('detaljer', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['bruker_id'], ['bruker.id'], name=op.f('fk_logglinje_bruker_id_bruker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_logglinje'))
    )
    with op.batch_alter_table('logglinje', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_logglinje_objekt_type_objekt_id'), ['objekt_type', 'objekt_id'], unique=False)

    op.create_table('panel',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('utlysning_id', sa.Integer(), nullable=False),
    sa.Column('navn', sa.Text(), nullable=False),
    sa.Column('endret_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('versjon', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['utlysning_id'], ['utlysning.id'], name=op.f('fk_panel_utlysning_id_utlysning')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_panel')),
    sa.UniqueConstraint('utlysning_id', 'navn', name=op.f('uq_panel_utlysning_id_navn'))
    )
    op.create_table('pulje',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('utlysning_id', sa.Integer(), nullable=True),
    sa.Column('navn', sa.Text(), nullable=False),
    sa.Column('trukket_dato', sa.Date(), nullable=False),
    sa.Column('innsats_fra_dato', sa.Date(), nullable=False),
    sa.Column('innsats_til_dato', sa.Date(), nullable=False),
    sa.CheckConstraint('innsats_til_dato > innsats_fra_dato', name=op.f('ck_pulje_periode')),
    sa.CheckConstraint('trukket_dato <= innsats_fra_dato', name=op.f('ck_pulje_trukket_for')),
    sa.ForeignKeyConstraint(['utlysning_id'], ['utlysning.id'], name=op.f('fk_pulje_utlysning_id_utlysning')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pulje')),
    sa.UniqueConstraint('utlysning_id', name=op.f('uq_pulje_utlysning_id'))
    )
    op.create_table('rolletildeling',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('bruker_id', sa.Integer(), nullable=False),
    sa.Column('rolle', sa.Enum('panel', 'koordinator', 'statsforvalter', 'kommunekontakt', 'administrator', name='rolle', native_enum=False, length=40), nullable=False),
    sa.Column('omrade', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['bruker_id'], ['bruker.id'], name=op.f('fk_rolletildeling_bruker_id_bruker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rolletildeling')),
    sa.UniqueConstraint('bruker_id', 'rolle', 'omrade', name=op.f('uq_rolletildeling_bruker_id_rolle_omrade'))
    )
    op.create_table('sesjon',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('bruker_id', sa.Integer(), nullable=False),
    sa.Column('opprettet_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('avsluttet_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['bruker_id'], ['bruker.id'], name=op.f('fk_sesjon_bruker_id_bruker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sesjon'))
    )
    op.create_table('soknad',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('utlysning_id', sa.Integer(), nullable=False),
    sa.Column('soker_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('kladd', 'innsendt', 'trukket', 'til_intervju', 'intervjuet', 'innstilt', 'reserve', 'avslag', name='soknadstatus', native_enum=False, length=40), nullable=False),
    sa.Column('opprettet_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('endret_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('sendt_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('avgjort_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('avgjort_begrunnelse', sa.Text(), nullable=False),
    sa.Column('avgjort_av_id', sa.Integer(), nullable=True),
    sa.Column('sortert_status', sa.Enum('kladd', 'innsendt', 'trukket', 'til_intervju', 'intervjuet', 'innstilt', 'reserve', 'avslag', name='soknadstatus', native_enum=False, length=40), nullable=True),
    sa.Column('meldt_status', sa.Enum('kladd', 'innsendt', 'trukket', 'til_intervju', 'intervjuet', 'innstilt', 'reserve', 'avslag', name='soknadstatus', native_enum=False, length=40), nullable=True),
    sa.Column('meldt_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('ferdige', sa.JSON(), nullable=False),
    sa.Column('seksjonsversjoner', sa.JSON(), nullable=False),
    sa.Column('skrevet', sa.JSON(), nullable=False),
    sa.Column('varsler', sa.JSON(), nullable=False),
    sa.Column('navn', sa.Text(), nullable=False),
    sa.Column('navn_nokkel', sa.Text(), nullable=False),
    sa.Column('telefon', sa.Text(), nullable=False),
    sa.Column('bosted_kommune_id', sa.Integer(), nullable=True),
    sa.Column('korrespondanse', sa.Enum('nb', 'nn', name='malform', native_enum=False, length=40), nullable=True),
    sa.Column('arbeidsgiver', sa.Text(), nullable=False),
    sa.Column('arbeidsgiver_nokkel', sa.Text(), nullable=False),
    sa.Column('arbeidsgiver_kommune_id', sa.Integer(), nullable=True),
    sa.Column('stilling', sa.Text(), nullable=False),
    sa.Column('bakgrunn', sa.Enum('skoleeier', 'skoleleder', 'begge', 'annen', name='bakgrunn', native_enum=False, length=40), nullable=True),
    sa.Column('annen_bakgrunn', sa.Enum('barnehage', 'ppt', 'uh', name='annenbakgrunn', native_enum=False, length=40), nullable=True),
    sa.Column('year_skoleeier', sa.Integer(), nullable=True),
    sa.Column('year_skoleleder', sa.Integer(), nullable=True),
    sa.Column('year_annen', sa.Integer(), nullable=True),
    sa.Column('formell_kompetanse', sa.Text(), nullable=False),
    sa.Column('erfaring', sa.Text(), nullable=False),
    sa.Column('fagomrader', sa.JSON(), nullable=False),
    sa.Column('form', sa.Enum('frikjop', 'konsulent', name='engasjementsform', native_enum=False, length=40), nullable=True),
    sa.Column('minst', sa.Integer(), nullable=True),
    sa.Column('mest', sa.Integer(), nullable=True),
    sa.Column('onskede_fylker', sa.JSON(), nullable=False),
    sa.Column('uaktuelle_fylker', sa.JSON(), nullable=False),
    sa.Column('maks_reise_km', sa.Integer(), nullable=True),
    sa.Column('ingen_tilknytning', sa.Boolean(), nullable=True),
    sa.Column('tilknytning_personer', sa.Text(), nullable=False),
    sa.Column('makker_ja', sa.Text(), nullable=False),
    sa.Column('makker_nei', sa.Text(), nullable=False),
    sa.Column('motivasjon', sa.Text(), nullable=False),
    sa.Column('samtykke_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('versjon', sa.Integer(), nullable=False),
    sa.CheckConstraint("status = 'kladd' OR minst IS NULL OR mest IS NULL OR minst <= mest", name=op.f('ck_soknad_band')),
    sa.CheckConstraint("status = 'kladd' OR sendt_at IS NOT NULL", name=op.f('ck_soknad_sendt_har_tid')),
    sa.ForeignKeyConstraint(['arbeidsgiver_kommune_id'], ['kommune.id'], name=op.f('fk_soknad_arbeidsgiver_kommune_id_kommune')),
    sa.ForeignKeyConstraint(['avgjort_av_id'], ['bruker.id'], name=op.f('fk_soknad_avgjort_av_id_bruker')),
    sa.ForeignKeyConstraint(['bosted_kommune_id'], ['kommune.id'], name=op.f('fk_soknad_bosted_kommune_id_kommune')),
    sa.ForeignKeyConstraint(['soker_id'], ['bruker.id'], name=op.f('fk_soknad_soker_id_bruker')),
    sa.ForeignKeyConstraint(['utlysning_id'], ['utlysning.id'], name=op.f('fk_soknad_utlysning_id_utlysning')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_soknad')),
    sa.UniqueConstraint('utlysning_id', 'soker_id', name=op.f('uq_soknad_utlysning_id_soker_id'))
    )
    with op.batch_alter_table('soknad', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_soknad_utlysning_id_status'), ['utlysning_id', 'status'], unique=False)

    op.create_table('utlysning_samling',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('utlysning_id', sa.Integer(), nullable=False),
    sa.Column('tittel_nb', sa.Text(), nullable=False),
    sa.Column('tittel_nn', sa.Text(), nullable=False),
    sa.Column('fra_dato', sa.Date(), nullable=False),
    sa.Column('til_dato', sa.Date(), nullable=False),
    sa.Column('sted', sa.Text(), nullable=False),
    sa.CheckConstraint('til_dato >= fra_dato', name=op.f('ck_utlysning_samling_periode')),
    sa.ForeignKeyConstraint(['utlysning_id'], ['utlysning.id'], name=op.f('fk_utlysning_samling_utlysning_id_utlysning')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_utlysning_samling'))
    )
    op.create_table('habilitet',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('bruker_id', sa.Integer(), nullable=False),
    sa.Column('soknad_id', sa.Integer(), nullable=True),
    sa.Column('kommune_id', sa.Integer(), nullable=True),
    sa.Column('tilstand', sa.Enum('ingen', 'erklart', 'mistenkt', 'bekreftet', 'avklart', name='tilstand', native_enum=False, length=40), nullable=False),
    sa.Column('grunn', sa.Text(), nullable=False),
    sa.Column('erklart_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('erklart_av_id', sa.Integer(), nullable=False),
    sa.Column('avgjort_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('avgjort_av_id', sa.Integer(), nullable=True),
    sa.Column('begrunnelse', sa.Text(), nullable=False),
    sa.Column('versjon', sa.Integer(), nullable=False),
    sa.CheckConstraint("tilstand NOT IN ('bekreftet', 'avklart') OR avgjort_at IS NOT NULL", name=op.f('ck_habilitet_avgjort_har_tid')),
    sa.CheckConstraint('(soknad_id IS NULL) <> (kommune_id IS NULL)', name=op.f('ck_habilitet_en_motpart')),
    sa.ForeignKeyConstraint(['avgjort_av_id'], ['bruker.id'], name=op.f('fk_habilitet_avgjort_av_id_bruker')),
    sa.ForeignKeyConstraint(['bruker_id'], ['bruker.id'], name=op.f('fk_habilitet_bruker_id_bruker')),
    sa.ForeignKeyConstraint(['erklart_av_id'], ['bruker.id'], name=op.f('fk_habilitet_erklart_av_id_bruker')),
    sa.ForeignKeyConstraint(['kommune_id'], ['kommune.id'], name=op.f('fk_habilitet_kommune_id_kommune')),
    sa.ForeignKeyConstraint(['soknad_id'], ['soknad.id'], name=op.f('fk_habilitet_soknad_id_soknad')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_habilitet')),
    sa.UniqueConstraint('bruker_id', 'kommune_id', name=op.f('uq_habilitet_bruker_id_kommune_id')),
    sa.UniqueConstraint('bruker_id', 'soknad_id', name=op.f('uq_habilitet_bruker_id_soknad_id'))
    )
    op.create_table('innstilling',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('soknad_id', sa.Integer(), nullable=False),
    sa.Column('utfall', sa.Enum('innstilt', 'reserve', 'avslag', name='innstillingsutfall', native_enum=False, length=40), nullable=False),
    sa.Column('poeng', sa.Integer(), nullable=False),
    sa.Column('begrunnelse', sa.Text(), nullable=False),
    sa.Column('innstilt_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('innstilt_av_id', sa.Integer(), nullable=False),
    sa.Column('versjon', sa.Integer(), nullable=False),
    sa.CheckConstraint('poeng BETWEEN 0 AND 100', name=op.f('ck_innstilling_poeng')),
    sa.ForeignKeyConstraint(['innstilt_av_id'], ['bruker.id'], name=op.f('fk_innstilling_innstilt_av_id_bruker')),
    sa.ForeignKeyConstraint(['soknad_id'], ['soknad.id'], name=op.f('fk_innstilling_soknad_id_soknad')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_innstilling')),
    sa.UniqueConstraint('soknad_id', name=op.f('uq_innstilling_soknad_id'))
    )
    op.create_table('intervju',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('soknad_id', sa.Integer(), nullable=False),
    sa.Column('panel_id', sa.Integer(), nullable=False),
    sa.Column('start_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('slutt_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('form', sa.Enum('video', 'sted', name='intervjuform', native_enum=False, length=40), nullable=False),
    sa.Column('sted', sa.Text(), nullable=False),
    sa.Column('status', sa.Enum('planlagt', 'holdt', 'ikke_holdt', 'avlyst', name='intervjustatus', native_enum=False, length=40), nullable=False),
    sa.Column('innkalt_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('ikke_holdt_grunn', sa.Text(), nullable=False),
    sa.Column('versjon', sa.Integer(), nullable=False),
    sa.CheckConstraint('slutt_at > start_at', name=op.f('ck_intervju_tid')),
    sa.ForeignKeyConstraint(['panel_id'], ['panel.id'], name=op.f('fk_intervju_panel_id_panel')),
    sa.ForeignKeyConstraint(['soknad_id'], ['soknad.id'], name=op.f('fk_intervju_soknad_id_soknad')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_intervju')),
    sa.UniqueConstraint('soknad_id', name=op.f('uq_intervju_soknad_id'))
    )
    op.create_table('kjoring',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('utlysning_id', sa.Integer(), nullable=False),
    sa.Column('pulje_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('venter', 'kjorer', 'ferdig', 'stoppet', 'feilet', name='kjoringstatus', native_enum=False, length=40), nullable=False),
    sa.Column('startet_av_id', sa.Integer(), nullable=False),
    sa.Column('opprettet_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('startet_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('ferdig_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('problem', sa.JSON(), nullable=False),
    sa.Column('forslag', sa.JSON(), nullable=True),
    sa.Column('merknader', sa.JSON(), nullable=False),
    sa.Column('forlop', sa.JSON(), nullable=False),
    sa.Column('fro', sa.Integer(), nullable=False),
    sa.Column('maks_sekunder', sa.Integer(), nullable=False),
    sa.Column('feil', sa.Text(), nullable=False),
    sa.CheckConstraint("status NOT IN ('ferdig', 'stoppet', 'feilet') OR ferdig_at IS NOT NULL", name=op.f('ck_kjoring_ferdig_har_tid')),
    sa.CheckConstraint('maks_sekunder > 0', name=op.f('ck_kjoring_maks_sekunder')),
    sa.ForeignKeyConstraint(['pulje_id'], ['pulje.id'], name=op.f('fk_kjoring_pulje_id_pulje')),
    sa.ForeignKeyConstraint(['startet_av_id'], ['bruker.id'], name=op.f('fk_kjoring_startet_av_id_bruker')),
    sa.ForeignKeyConstraint(['utlysning_id'], ['utlysning.id'], name=op.f('fk_kjoring_utlysning_id_utlysning')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kjoring'))
    )
    with op.batch_alter_table('kjoring', schema=None) as batch_op:
        batch_op.create_index('uq_kjoring_en_om_gangen', ['utlysning_id'], unique=True, sqlite_where=sa.text("status IN ('venter', 'kjorer')"), postgresql_where=sa.text("status IN ('venter', 'kjorer')"))

    op.create_table('kommuneopplasting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pulje_id', sa.Integer(), nullable=False),
    sa.Column('lastet_opp_av_id', sa.Integer(), nullable=False),
    sa.Column('filnavn', sa.Text(), nullable=False),
    sa.Column('rader', sa.JSON(), nullable=False),
    sa.Column('opprettet_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('lagret_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('versjon', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['lastet_opp_av_id'], ['bruker.id'], name=op.f('fk_kommuneopplasting_lastet_opp_av_id_bruker')),
    sa.ForeignKeyConstraint(['pulje_id'], ['pulje.id'], name=op.f('fk_kommuneopplasting_pulje_id_pulje')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kommuneopplasting'))
    )
    op.create_table('panelmedlem',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('panel_id', sa.Integer(), nullable=False),
    sa.Column('bruker_id', sa.Integer(), nullable=False),
    sa.Column('leder', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['bruker_id'], ['bruker.id'], name=op.f('fk_panelmedlem_bruker_id_bruker')),
    sa.ForeignKeyConstraint(['panel_id'], ['panel.id'], name=op.f('fk_panelmedlem_panel_id_panel')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_panelmedlem')),
    sa.UniqueConstraint('panel_id', 'bruker_id', name=op.f('uq_panelmedlem_panel_id_bruker_id'))
    )
    op.create_table('puljekommune',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pulje_id', sa.Integer(), nullable=False),
    sa.Column('kommune_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('identifisert', 'takket_ja', 'takket_nei', 'forfase', 'gjennomforing', 'avsluttet', name='puljekommunestatus', native_enum=False, length=40), nullable=False),
    sa.Column('grunnlag', sa.Enum('risikopoeng', 'spredning', name='grunnlag', native_enum=False, length=40), nullable=False),
    sa.Column('timer', sa.Integer(), nullable=False),
    sa.Column('malform', sa.Enum('bokmal', 'nynorsk', 'noytral', name='kommunemalform', native_enum=False, length=40), nullable=False),
    sa.Column('samisk_sprak', sa.Enum('nordsamisk', 'lulesamisk', 'sorsamisk', name='samisksprak', native_enum=False, length=40), nullable=True),
    sa.Column('fagomrader', sa.JSON(), nullable=False),
    sa.Column('behov', sa.Text(), nullable=False),
    sa.Column('kontakt_navn', sa.Text(), nullable=False),
    sa.Column('kontakt_epost', sa.Text(), nullable=False),
    sa.Column('kontakt_telefon', sa.Text(), nullable=False),
    sa.Column('varslet_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('svart_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('svar_begrunnelse', sa.Text(), nullable=False),
    sa.Column('versjon', sa.Integer(), nullable=False),
    sa.CheckConstraint("status NOT IN ('takket_ja', 'takket_nei') OR svart_at IS NOT NULL", name=op.f('ck_puljekommune_svar_har_tid')),
    sa.CheckConstraint('timer BETWEEN 1 AND 2000', name=op.f('ck_puljekommune_timer')),
    sa.ForeignKeyConstraint(['kommune_id'], ['kommune.id'], name=op.f('fk_puljekommune_kommune_id_kommune')),
    sa.ForeignKeyConstraint(['pulje_id'], ['pulje.id'], name=op.f('fk_puljekommune_pulje_id_pulje')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_puljekommune')),
    sa.UniqueConstraint('pulje_id', 'kommune_id', name=op.f('uq_puljekommune_pulje_id_kommune_id'))
    )
    with op.batch_alter_table('puljekommune', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_puljekommune_kommune_id'), ['kommune_id'], unique=False)

    op.create_table('referanse',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('soknad_id', sa.Integer(), nullable=False),
    sa.Column('navn', sa.Text(), nullable=False),
    sa.Column('stilling', sa.Text(), nullable=False),
    sa.Column('virksomhet', sa.Text(), nullable=False),
    sa.Column('telefon', sa.Text(), nullable=False),
    sa.Column('epost', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['soknad_id'], ['soknad.id'], name=op.f('fk_referanse_soknad_id_soknad')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_referanse'))
    )
    op.create_table('sprakferdighet',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('soknad_id', sa.Integer(), nullable=False),
    sa.Column('sprak', sa.Enum('bokmal', 'nynorsk', 'nordsamisk', 'lulesamisk', 'sorsamisk', name='sprak', native_enum=False, length=40), nullable=False),
    sa.Column('muntlig', sa.Enum('ingen', 'litt', 'godt', 'flytende', name='niva', native_enum=False, length=40), nullable=False),
    sa.Column('skriftlig', sa.Enum('ingen', 'litt', 'godt', 'flytende', name='niva', native_enum=False, length=40), nullable=False),
    sa.ForeignKeyConstraint(['soknad_id'], ['soknad.id'], name=op.f('fk_sprakferdighet_soknad_id_soknad')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sprakferdighet')),
    sa.UniqueConstraint('soknad_id', 'sprak', name=op.f('uq_sprakferdighet_soknad_id_sprak'))
    )
    op.create_table('tilbud',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('soknad_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('sendt', 'takket_ja', 'takket_nei', 'utlopt', 'trukket', name='tilbudstatus', native_enum=False, length=40), nullable=False),
    sa.Column('sendt_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('sendt_av_id', sa.Integer(), nullable=False),
    sa.Column('svarfrist_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('svart_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('svar_begrunnelse', sa.Text(), nullable=False),
    sa.Column('begrunnelse', sa.Text(), nullable=False),
    sa.Column('pamint_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('versjon', sa.Integer(), nullable=False),
    sa.CheckConstraint("status NOT IN ('takket_ja', 'takket_nei') OR svart_at IS NOT NULL", name=op.f('ck_tilbud_svar_har_tid')),
    sa.CheckConstraint('svarfrist_at > sendt_at', name=op.f('ck_tilbud_frist')),
    sa.ForeignKeyConstraint(['sendt_av_id'], ['bruker.id'], name=op.f('fk_tilbud_sendt_av_id_bruker')),
    sa.ForeignKeyConstraint(['soknad_id'], ['soknad.id'], name=op.f('fk_tilbud_soknad_id_soknad')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tilbud')),
    sa.UniqueConstraint('soknad_id', name=op.f('uq_tilbud_soknad_id'))
    )
    op.create_table('tilknytning',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('soknad_id', sa.Integer(), nullable=False),
    sa.Column('kommune_id', sa.Integer(), nullable=False),
    sa.Column('grunn', sa.Enum('arbeidsgiver', 'tidligere_arbeidsgiver', 'familie', 'politisk_verv', 'betalt_oppdrag', 'barns_skole', 'annet', name='tilknytningsgrunn', native_enum=False, length=40), nullable=False),
    sa.Column('forklaring', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['kommune_id'], ['kommune.id'], name=op.f('fk_tilknytning_kommune_id_kommune')),
    sa.ForeignKeyConstraint(['soknad_id'], ['soknad.id'], name=op.f('fk_tilknytning_soknad_id_soknad')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tilknytning'))
    )
    op.create_table('vedlegg',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('soknad_id', sa.Integer(), nullable=False),
    sa.Column('er_cv', sa.Boolean(), nullable=False),
    sa.Column('filnavn', sa.Text(), nullable=False),
    sa.Column('storrelse', sa.Integer(), nullable=False),
    sa.Column('lastet_opp_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('innhold', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint('storrelse > 0', name=op.f('ck_vedlegg_storrelse')),
    sa.ForeignKeyConstraint(['soknad_id'], ['soknad.id'], name=op.f('fk_vedlegg_soknad_id_soknad')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vedlegg'))
    )
    op.create_table('veileder',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('utlysning_id', sa.Integer(), nullable=False),
    sa.Column('bruker_id', sa.Integer(), nullable=False),
    sa.Column('soknad_id', sa.Integer(), nullable=False),
    sa.Column('timer_minst', sa.Integer(), nullable=False),
    sa.Column('timer_mest', sa.Integer(), nullable=False),
    sa.Column('poeng', sa.Integer(), nullable=False),
    sa.Column('sluttet_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('sluttet_begrunnelse', sa.Text(), nullable=False),
    sa.CheckConstraint('0 <= timer_minst AND timer_minst <= timer_mest', name=op.f('ck_veileder_timer')),
    sa.CheckConstraint('poeng BETWEEN 0 AND 100', name=op.f('ck_veileder_poeng')),
    sa.ForeignKeyConstraint(['bruker_id'], ['bruker.id'], name=op.f('fk_veileder_bruker_id_bruker')),
    sa.ForeignKeyConstraint(['soknad_id'], ['soknad.id'], name=op.f('fk_veileder_soknad_id_soknad')),
    sa.ForeignKeyConstraint(['utlysning_id'], ['utlysning.id'], name=op.f('fk_veileder_utlysning_id_utlysning')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_veileder')),
    sa.UniqueConstraint('soknad_id', name=op.f('uq_veileder_soknad_id')),
    sa.UniqueConstraint('utlysning_id', 'bruker_id', name=op.f('uq_veileder_utlysning_id_bruker_id'))
    )
    op.create_table('avtale',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tilbud_id', sa.Integer(), nullable=False),
    sa.Column('form', sa.Enum('frikjop', 'konsulent', name='engasjementsform', native_enum=False, length=40), nullable=False),
    sa.Column('enhet', sa.Enum('prosent', 'timer', name='enhet', native_enum=False, length=40), nullable=False),
    sa.Column('minst', sa.Integer(), nullable=False),
    sa.Column('mest', sa.Integer(), nullable=False),
    sa.Column('fra_dato', sa.Date(), nullable=True),
    sa.Column('til_dato', sa.Date(), nullable=True),
    sa.Column('signert_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('signert_navn', sa.Text(), nullable=False),
    sa.Column('tekst', sa.Text(), nullable=False),
    sa.CheckConstraint('minst <= mest', name=op.f('ck_avtale_band')),
    sa.ForeignKeyConstraint(['tilbud_id'], ['tilbud.id'], name=op.f('fk_avtale_tilbud_id_tilbud')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_avtale')),
    sa.UniqueConstraint('tilbud_id', name=op.f('uq_avtale_tilbud_id'))
    )
    op.create_table('fellesskar',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('intervju_id', sa.Integer(), nullable=False),
    sa.Column('kompetanse_id', sa.Integer(), nullable=False),
    sa.Column('poeng', sa.Integer(), nullable=True),
    sa.Column('begrunnelse', sa.Text(), nullable=False),
    sa.Column('satt_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('satt_av_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('poeng BETWEEN 1 AND 5', name=op.f('ck_fellesskar_poeng')),
    sa.ForeignKeyConstraint(['intervju_id'], ['intervju.id'], name=op.f('fk_fellesskar_intervju_id_intervju')),
    sa.ForeignKeyConstraint(['kompetanse_id'], ['kompetanse.id'], name=op.f('fk_fellesskar_kompetanse_id_kompetanse')),
    sa.ForeignKeyConstraint(['satt_av_id'], ['bruker.id'], name=op.f('fk_fellesskar_satt_av_id_bruker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fellesskar')),
    sa.UniqueConstraint('intervju_id', 'kompetanse_id', name=op.f('uq_fellesskar_intervju_id_kompetanse_id'))
    )
    op.create_table('tildeling',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('utlysning_id', sa.Integer(), nullable=False),
    sa.Column('kjoring_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('forslag', 'justert', 'forkastet', 'vedtatt', 'publisert', 'endret', name='tildelingstatus', native_enum=False, length=40), nullable=False),
    sa.Column('vedtatt_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('vedtatt_av_id', sa.Integer(), nullable=True),
    sa.Column('begrunnelse', sa.Text(), nullable=False),
    sa.Column('publisert_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('versjon', sa.Integer(), nullable=False),
    sa.CheckConstraint("status <> 'publisert' OR publisert_at IS NOT NULL", name=op.f('ck_tildeling_publisert_har_tid')),
    sa.CheckConstraint("status NOT IN ('vedtatt', 'publisert') OR vedtatt_at IS NOT NULL", name=op.f('ck_tildeling_vedtatt_har_tid')),
    sa.ForeignKeyConstraint(['kjoring_id'], ['kjoring.id'], name=op.f('fk_tildeling_kjoring_id_kjoring')),
    sa.ForeignKeyConstraint(['utlysning_id'], ['utlysning.id'], name=op.f('fk_tildeling_utlysning_id_utlysning')),
    sa.ForeignKeyConstraint(['vedtatt_av_id'], ['bruker.id'], name=op.f('fk_tildeling_vedtatt_av_id_bruker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tildeling')),
    sa.UniqueConstraint('kjoring_id', name=op.f('uq_tildeling_kjoring_id'))
    )
    with op.batch_alter_table('tildeling', schema=None) as batch_op:
        batch_op.create_index('uq_tildeling_en_publisert', ['utlysning_id'], unique=True, sqlite_where=sa.text("status = 'publisert'"), postgresql_where=sa.text("status = 'publisert'"))

    op.create_table('vurdering',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('intervju_id', sa.Integer(), nullable=False),
    sa.Column('bruker_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('kladd', 'last', 'gjenapnet', name='vurderingstatus', native_enum=False, length=40), nullable=False),
    sa.Column('endret_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('last_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('gjenapnet_grunn', sa.Text(), nullable=False),
    sa.Column('tidligere', sa.JSON(), nullable=False),
    sa.Column('versjon', sa.Integer(), nullable=False),
    sa.CheckConstraint("status <> 'last' OR last_at IS NOT NULL", name=op.f('ck_vurdering_last_har_tid')),
    sa.ForeignKeyConstraint(['bruker_id'], ['bruker.id'], name=op.f('fk_vurdering_bruker_id_bruker')),
    sa.ForeignKeyConstraint(['intervju_id'], ['intervju.id'], name=op.f('fk_vurdering_intervju_id_intervju')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vurdering')),
    sa.UniqueConstraint('intervju_id', 'bruker_id', name=op.f('uq_vurdering_intervju_id_bruker_id'))
    )
    op.create_table('lag',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tildeling_id', sa.Integer(), nullable=False),
    sa.Column('veileder_a_id', sa.Integer(), nullable=False),
    sa.Column('veileder_b_id', sa.Integer(), nullable=False),
    sa.Column('timer', sa.Integer(), nullable=False),
    sa.Column('kostnad', sa.Integer(), nullable=False),
    sa.Column('ledd', sa.JSON(), nullable=False),
    sa.CheckConstraint('veileder_a_id <> veileder_b_id', name=op.f('ck_lag_to_ulike')),
    sa.ForeignKeyConstraint(['tildeling_id'], ['tildeling.id'], name=op.f('fk_lag_tildeling_id_tildeling')),
    sa.ForeignKeyConstraint(['veileder_a_id'], ['veileder.id'], name=op.f('fk_lag_veileder_a_id_veileder')),
    sa.ForeignKeyConstraint(['veileder_b_id'], ['veileder.id'], name=op.f('fk_lag_veileder_b_id_veileder')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lag')),
    sa.UniqueConstraint('tildeling_id', 'veileder_a_id', name=op.f('uq_lag_tildeling_id_veileder_a_id')),
    sa.UniqueConstraint('tildeling_id', 'veileder_b_id', name=op.f('uq_lag_tildeling_id_veileder_b_id'))
    )
    op.create_table('skar',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('vurdering_id', sa.Integer(), nullable=False),
    sa.Column('kompetanse_id', sa.Integer(), nullable=False),
    sa.Column('poeng', sa.Integer(), nullable=True),
    sa.Column('mangel', sa.Enum('ikke_hort', 'avstatt', 'ikke_kompetent', 'inhabil', name='mangel', native_enum=False, length=40), nullable=True),
    sa.Column('svar', sa.Text(), nullable=False),
    sa.Column('begrunnelse', sa.Text(), nullable=False),
    sa.CheckConstraint('poeng BETWEEN 1 AND 5', name=op.f('ck_skar_poeng')),
    sa.CheckConstraint('poeng IS NULL OR mangel IS NULL', name=op.f('ck_skar_poeng_eller_mangel')),
    sa.ForeignKeyConstraint(['kompetanse_id'], ['kompetanse.id'], name=op.f('fk_skar_kompetanse_id_kompetanse')),
    sa.ForeignKeyConstraint(['vurdering_id'], ['vurdering.id'], name=op.f('fk_skar_vurdering_id_vurdering')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_skar')),
    sa.UniqueConstraint('vurdering_id', 'kompetanse_id', name=op.f('uq_skar_vurdering_id_kompetanse_id'))
    )
    op.create_table('plassering',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tildeling_id', sa.Integer(), nullable=False),
    sa.Column('lag_id', sa.Integer(), nullable=False),
    sa.Column('puljekommune_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['lag_id'], ['lag.id'], name=op.f('fk_plassering_lag_id_lag')),
    sa.ForeignKeyConstraint(['puljekommune_id'], ['puljekommune.id'], name=op.f('fk_plassering_puljekommune_id_puljekommune')),
    sa.ForeignKeyConstraint(['tildeling_id'], ['tildeling.id'], name=op.f('fk_plassering_tildeling_id_tildeling')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plassering')),
    sa.UniqueConstraint('tildeling_id', 'puljekommune_id', name=op.f('uq_plassering_tildeling_id_puljekommune_id'))
    )


def downgrade() -> None:
    op.drop_table('plassering')
    op.drop_table('skar')
    op.drop_table('lag')
    op.drop_table('vurdering')
    with op.batch_alter_table('tildeling', schema=None) as batch_op:
        batch_op.drop_index('uq_tildeling_en_publisert', sqlite_where=sa.text("status = 'publisert'"), postgresql_where=sa.text("status = 'publisert'"))

    op.drop_table('tildeling')
    op.drop_table('fellesskar')
    op.drop_table('avtale')
    op.drop_table('veileder')
    op.drop_table('vedlegg')
    op.drop_table('tilknytning')
    op.drop_table('tilbud')
    op.drop_table('sprakferdighet')
    op.drop_table('referanse')
    with op.batch_alter_table('puljekommune', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_puljekommune_kommune_id'))

    op.drop_table('puljekommune')
    op.drop_table('panelmedlem')
    op.drop_table('kommuneopplasting')
    with op.batch_alter_table('kjoring', schema=None) as batch_op:
        batch_op.drop_index('uq_kjoring_en_om_gangen', sqlite_where=sa.text("status IN ('venter', 'kjorer')"), postgresql_where=sa.text("status IN ('venter', 'kjorer')"))

    op.drop_table('kjoring')
    op.drop_table('intervju')
    op.drop_table('innstilling')
    op.drop_table('habilitet')
    op.drop_table('utlysning_samling')
    with op.batch_alter_table('soknad', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_soknad_utlysning_id_status'))

    op.drop_table('soknad')
    op.drop_table('sesjon')
    op.drop_table('rolletildeling')
    op.drop_table('pulje')
    op.drop_table('panel')
    with op.batch_alter_table('logglinje', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_logglinje_objekt_type_objekt_id'))

    op.drop_table('logglinje')
    op.drop_table('listeopplasting')
    op.drop_table('kompetanse')
    op.drop_table('engasjement')
    op.drop_table('utlysning')
    with op.batch_alter_table('utboks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_utboks_status'))

    op.drop_table('utboks')
    op.drop_table('skjemautkast')
    with op.batch_alter_table('kommuneendring', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_kommuneendring_til_nummer'))
        batch_op.drop_index(batch_op.f('ix_kommuneendring_fra_nummer'))

    op.drop_table('kommuneendring')
    with op.batch_alter_table('kommune', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_kommune_fylkesnummer'))

    op.drop_table('kommune')
    with op.batch_alter_table('jobb', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_jobb_status_klar_at'))

    op.drop_table('jobb')
    with op.batch_alter_table('innloggingsfeil', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_innloggingsfeil_epost_at'))

    op.drop_table('innloggingsfeil')
    op.drop_table('fylke')
    with op.batch_alter_table('engangskode', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_engangskode_epost_opprettet_at'))

    op.drop_table('engangskode')
    op.drop_table('embete')
    op.drop_table('demoklokke')
    op.drop_table('bruker')

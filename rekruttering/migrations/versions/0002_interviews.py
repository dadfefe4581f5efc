"""interviews: timetable, guide, practice, objections

Revision: 0002; follows: 0001
"""

import sqlalchemy as sa
from alembic import op

import rekruttering.felles.db


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


# Columns that rows from before get an empty value in; new rows are given theirs.
FILLED = {
    "fellesskar": ["tidligere"],
    "intervju": ["fastsatt", "sekvens", "bytter", "paminnelser"],
    "kompetanse": ["utgatt_grunn"],
    "utlysning": ["guide_merknad_nb", "guide_merknad_nn"],
}


def upgrade() -> None:
    op.create_table('guide',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('utlysning_id', sa.Integer(), nullable=False),
    sa.Column('nummer', sa.Integer(), nullable=False),
    sa.Column('innhold', sa.JSON(), nullable=False),
    sa.Column('fjernet', sa.JSON(), nullable=False),
    sa.Column('grunn', sa.Text(), nullable=False),
    sa.Column('laget_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('laget_av_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("nummer = 1 OR grunn <> ''", name=op.f('ck_guide_endring_har_grunn')),
    sa.CheckConstraint('nummer > 0', name=op.f('ck_guide_nummer')),
    sa.ForeignKeyConstraint(['laget_av_id'], ['bruker.id'], name=op.f('fk_guide_laget_av_id_bruker')),
    sa.ForeignKeyConstraint(['utlysning_id'], ['utlysning.id'], name=op.f('fk_guide_utlysning_id_utlysning')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guide')),
    sa.UniqueConstraint('utlysning_id', 'nummer', name=op.f('uq_guide_utlysning_id_nummer'))
    )
    op.create_table('intervjuramme',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('utlysning_id', sa.Integer(), nullable=False),
    sa.Column('regler', sa.JSON(), nullable=False),
    sa.Column('reise', sa.JSON(), nullable=False),
    sa.Column('svarfrist_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('endret_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('versjon', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['utlysning_id'], ['utlysning.id'], name=op.f('fk_intervjuramme_utlysning_id_utlysning')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_intervjuramme')),
    sa.UniqueConstraint('utlysning_id', name=op.f('uq_intervjuramme_utlysning_id'))
    )
    op.create_table('ovingskasus',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('utlysning_id', sa.Integer(), nullable=False),
    sa.Column('navn', sa.Text(), nullable=False),
    sa.Column('tekst_nb', sa.Text(), nullable=False),
    sa.Column('tekst_nn', sa.Text(), nullable=False),
    sa.Column('endret_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('apnet_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('versjon', sa.Integer(), nullable=False),
    sa.CheckConstraint("navn <> ''", name=op.f('ck_ovingskasus_navn')),
    sa.ForeignKeyConstraint(['utlysning_id'], ['utlysning.id'], name=op.f('fk_ovingskasus_utlysning_id_utlysning')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ovingskasus')),
    sa.UniqueConstraint('utlysning_id', name=op.f('uq_ovingskasus_utlysning_id'))
    )
    op.create_table('rom',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('utlysning_id', sa.Integer(), nullable=False),
    sa.Column('navn', sa.Text(), nullable=False),
    sa.Column('form', sa.Enum('video', 'sted', name='intervjuform', native_enum=False, length=40), nullable=False),
    sa.Column('sted', sa.Text(), nullable=False),
    sa.Column('adresse', sa.Text(), nullable=False),
    sa.Column('kapasitet', sa.Integer(), nullable=False),
    sa.Column('trinnfri', sa.Boolean(), nullable=False),
    sa.Column('apner_min', sa.Integer(), nullable=False),
    sa.Column('stenger_min', sa.Integer(), nullable=False),
    sa.Column('fra_dato', sa.Date(), nullable=True),
    sa.Column('til_dato', sa.Date(), nullable=True),
    sa.Column('i_bruk', sa.Boolean(), nullable=False),
    sa.Column('versjon', sa.Integer(), nullable=False),
    sa.CheckConstraint("(form = 'video') = (sted = '')", name=op.f('ck_rom_sted')),
    sa.CheckConstraint('kapasitet BETWEEN 1 AND 100', name=op.f('ck_rom_kapasitet')),
    sa.CheckConstraint('stenger_min > apner_min', name=op.f('ck_rom_apent')),
    sa.ForeignKeyConstraint(['utlysning_id'], ['utlysning.id'], name=op.f('fk_rom_utlysning_id_utlysning')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rom')),
    sa.UniqueConstraint('utlysning_id', 'navn', name=op.f('uq_rom_utlysning_id_navn'))
    )
    op.create_table('rundemedlem',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('utlysning_id', sa.Integer(), nullable=False),
    sa.Column('bruker_id', sa.Integer(), nullable=False),
    sa.Column('rolle', sa.Enum('leder', 'kan_lede', 'medlem', name='medlemsrolle', native_enum=False, length=40), nullable=True),
    sa.Column('samiske_sprak', sa.JSON(), nullable=False),
    sa.Column('steder', sa.JSON(), nullable=False),
    sa.Column('maks_per_dag', sa.Integer(), nullable=True),
    sa.Column('maks_dager', sa.Integer(), nullable=True),
    sa.Column('opptatt', sa.JSON(), nullable=False),
    sa.Column('fil_opptatt', sa.JSON(), nullable=False),
    sa.Column('fil_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('fravar', sa.JSON(), nullable=False),
    sa.Column('svart_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('versjon', sa.Integer(), nullable=False),
    sa.CheckConstraint('maks_dager BETWEEN 1 AND 100', name=op.f('ck_rundemedlem_maks_dager')),
    sa.CheckConstraint('maks_per_dag BETWEEN 1 AND 20', name=op.f('ck_rundemedlem_maks_per_dag')),
    sa.ForeignKeyConstraint(['bruker_id'], ['bruker.id'], name=op.f('fk_rundemedlem_bruker_id_bruker')),
    sa.ForeignKeyConstraint(['utlysning_id'], ['utlysning.id'], name=op.f('fk_rundemedlem_utlysning_id_utlysning')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rundemedlem')),
    sa.UniqueConstraint('utlysning_id', 'bruker_id', name=op.f('uq_rundemedlem_utlysning_id_bruker_id'))
    )
    op.create_table('timeplan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('utlysning_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('venter', 'kjorer', 'ferdig', 'stoppet', 'feilet', 'brukt', name='timeplanstatus', native_enum=False, length=40), nullable=False),
    sa.Column('startet_av_id', sa.Integer(), nullable=False),
    sa.Column('opprettet_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('startet_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('ferdig_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('brukt_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('arsak', sa.Text(), nullable=False),
    sa.Column('problem', sa.JSON(), nullable=False),
    sa.Column('forslag', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('plassert', sa.Integer(), nullable=True),
    sa.Column('uplassert', sa.Integer(), nullable=True),
    sa.Column('forklaringer', sa.JSON(), nullable=False),
    sa.Column('fro', sa.Integer(), nullable=False),
    sa.Column('maks_sekunder', sa.Integer(), nullable=False),
    sa.Column('feil', sa.Text(), nullable=False),
    sa.CheckConstraint("status NOT IN ('ferdig', 'stoppet', 'feilet', 'brukt') OR ferdig_at IS NOT NULL", name=op.f('ck_timeplan_ferdig_har_tid')),
    sa.CheckConstraint('maks_sekunder > 0', name=op.f('ck_timeplan_maks_sekunder')),
    sa.ForeignKeyConstraint(['startet_av_id'], ['bruker.id'], name=op.f('fk_timeplan_startet_av_id_bruker')),
    sa.ForeignKeyConstraint(['utlysning_id'], ['utlysning.id'], name=op.f('fk_timeplan_utlysning_id_utlysning')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_timeplan'))
    )
    with op.batch_alter_table('timeplan', schema=None) as batch_op:
        batch_op.create_index('uq_timeplan_en_om_gangen', ['utlysning_id'], unique=True, sqlite_where=sa.text("status IN ('venter', 'kjorer')"), postgresql_where=sa.text("status IN ('venter', 'kjorer')"))

    op.create_table('intervjusvar',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('soknad_id', sa.Integer(), nullable=False),
    sa.Column('tider', sa.JSON(), nullable=False),
    sa.Column('moteform', sa.Enum('video', 'sted', 'begge', name='moteform', native_enum=False, length=40), nullable=True),
    sa.Column('steder', sa.JSON(), nullable=False),
    sa.Column('sprak', sa.Enum('bokmal', 'nynorsk', 'nordsamisk', 'lulesamisk', 'sorsamisk', name='sprak', native_enum=False, length=40), nullable=True),
    sa.Column('merknad', sa.Text(), nullable=False),
    sa.Column('bedt_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('svart_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('svart_av_id', sa.Integer(), nullable=True),
    sa.Column('passer_ikke_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('versjon', sa.Integer(), nullable=False),
    sa.CheckConstraint('svart_at IS NULL OR moteform IS NOT NULL', name=op.f('ck_intervjusvar_svar_har_form')),
    sa.ForeignKeyConstraint(['soknad_id'], ['soknad.id'], name=op.f('fk_intervjusvar_soknad_id_soknad')),
    sa.ForeignKeyConstraint(['svart_av_id'], ['bruker.id'], name=op.f('fk_intervjusvar_svart_av_id_bruker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_intervjusvar')),
    sa.UniqueConstraint('soknad_id', name=op.f('uq_intervjusvar_soknad_id'))
    )
    op.create_table('ovingsvurdering',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ovingskasus_id', sa.Integer(), nullable=False),
    sa.Column('bruker_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('kladd', 'last', 'gjenapnet', name='vurderingstatus', native_enum=False, length=40), nullable=False),
    sa.Column('endret_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('last_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('versjon', sa.Integer(), nullable=False),
    sa.CheckConstraint("status <> 'last' OR last_at IS NOT NULL", name=op.f('ck_ovingsvurdering_last_har_tid')),
    sa.ForeignKeyConstraint(['bruker_id'], ['bruker.id'], name=op.f('fk_ovingsvurdering_bruker_id_bruker')),
    sa.ForeignKeyConstraint(['ovingskasus_id'], ['ovingskasus.id'], name=op.f('fk_ovingsvurdering_ovingskasus_id_ovingskasus')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ovingsvurdering')),
    sa.UniqueConstraint('ovingskasus_id', 'bruker_id', name=op.f('uq_ovingsvurdering_ovingskasus_id_bruker_id'))
    )
    op.create_table('tilrettelegging',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('soknad_id', sa.Integer(), nullable=False),
    sa.Column('ekstra_min', sa.Integer(), nullable=False),
    sa.Column('tolk', sa.Boolean(), nullable=False),
    sa.Column('trinnfri', sa.Boolean(), nullable=False),
    sa.Column('tekst', sa.Text(), nullable=False),
    sa.CheckConstraint('ekstra_min BETWEEN 0 AND 120', name=op.f('ck_tilrettelegging_ekstra')),
    sa.ForeignKeyConstraint(['soknad_id'], ['soknad.id'], name=op.f('fk_tilrettelegging_soknad_id_soknad')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tilrettelegging')),
    sa.UniqueConstraint('soknad_id', name=op.f('uq_tilrettelegging_soknad_id'))
    )
    op.create_table('innsigelse',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('habilitet_id', sa.Integer(), nullable=False),
    sa.Column('fra_id', sa.Integer(), nullable=False),
    sa.Column('tekst', sa.Text(), nullable=False),
    sa.Column('sendt_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('svar', sa.Text(), nullable=False),
    sa.Column('besvart_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.CheckConstraint("tekst <> ''", name=op.f('ck_innsigelse_tekst')),
    sa.ForeignKeyConstraint(['fra_id'], ['bruker.id'], name=op.f('fk_innsigelse_fra_id_bruker')),
    sa.ForeignKeyConstraint(['habilitet_id'], ['habilitet.id'], name=op.f('fk_innsigelse_habilitet_id_habilitet')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_innsigelse')),
    sa.UniqueConstraint('habilitet_id', 'fra_id', name=op.f('uq_innsigelse_habilitet_id_fra_id'))
    )
    op.create_table('ovingsskar',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ovingsvurdering_id', sa.Integer(), nullable=False),
    sa.Column('kompetanse_id', sa.Integer(), nullable=False),
    sa.Column('poeng', sa.Integer(), nullable=True),
    sa.Column('mangel', sa.Enum('ikke_hort', 'avstatt', 'ikke_kompetent', 'inhabil', name='mangel', native_enum=False, length=40), nullable=True),
    sa.Column('begrunnelse', sa.Text(), nullable=False),
    sa.CheckConstraint('poeng BETWEEN 1 AND 5', name=op.f('ck_ovingsskar_poeng')),
    sa.CheckConstraint('poeng IS NULL OR mangel IS NULL', name=op.f('ck_ovingsskar_poeng_eller_mangel')),
    sa.ForeignKeyConstraint(['kompetanse_id'], ['kompetanse.id'], name=op.f('fk_ovingsskar_kompetanse_id_kompetanse')),
    sa.ForeignKeyConstraint(['ovingsvurdering_id'], ['ovingsvurdering.id'], name=op.f('fk_ovingsskar_ovingsvurdering_id_ovingsvurdering')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ovingsskar')),
    sa.UniqueConstraint('ovingsvurdering_id', 'kompetanse_id', name=op.f('uq_ovingsskar_ovingsvurdering_id_kompetanse_id'))
    )
    op.create_table('panelanbefaling',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('intervju_id', sa.Integer(), nullable=False),
    sa.Column('anbefaling', sa.Enum('anbefalt', 'med_forbehold', 'ikke_anbefalt', name='anbefaling', native_enum=False, length=40), nullable=False),
    sa.Column('begrunnelse', sa.Text(), nullable=False),
    sa.Column('satt_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('satt_av_id', sa.Integer(), nullable=False),
    sa.Column('tidligere', sa.JSON(), nullable=False),
    sa.Column('versjon', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['intervju_id'], ['intervju.id'], name=op.f('fk_panelanbefaling_intervju_id_intervju')),
    sa.ForeignKeyConstraint(['satt_av_id'], ['bruker.id'], name=op.f('fk_panelanbefaling_satt_av_id_bruker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_panelanbefaling')),
    sa.UniqueConstraint('intervju_id', name=op.f('uq_panelanbefaling_intervju_id'))
    )
    op.create_table('panelplass',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('intervju_id', sa.Integer(), nullable=False),
    sa.Column('bruker_id', sa.Integer(), nullable=False),
    sa.Column('leder', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['bruker_id'], ['bruker.id'], name=op.f('fk_panelplass_bruker_id_bruker')),
    sa.ForeignKeyConstraint(['intervju_id'], ['intervju.id'], name=op.f('fk_panelplass_intervju_id_intervju')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_panelplass')),
    sa.UniqueConstraint('intervju_id', 'bruker_id', name=op.f('uq_panelplass_intervju_id_bruker_id'))
    )
    with op.batch_alter_table('panelplass', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_panelplass_bruker_id'), ['bruker_id'], unique=False)

    with op.batch_alter_table('fellesskar', schema=None) as batch_op:
        batch_op.add_column(sa.Column('tidligere', sa.JSON(), nullable=False, server_default='[]'))

    with op.batch_alter_table('intervju', schema=None) as batch_op:
        batch_op.add_column(sa.Column('rom_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('fastsatt', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('varslet', sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column('sekvens', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('bytter', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('paminnelser', sa.JSON(), nullable=False, server_default='[]'))
        batch_op.add_column(sa.Column('avbrutt_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_intervju_rom_id_rom'), 'rom', ['rom_id'], ['id'])

    with op.batch_alter_table('kompetanse', schema=None) as batch_op:
        batch_op.add_column(sa.Column('utgatt_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('utgatt_grunn', sa.Text(), nullable=False, server_default=''))

    with op.batch_alter_table('utboks', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kalender', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('kalendermetode', sa.Enum('REQUEST', 'CANCEL', 'PUBLISH', name='metode', native_enum=False, length=40), nullable=True))

    with op.batch_alter_table('utlysning', schema=None) as batch_op:
        batch_op.add_column(sa.Column('guide_merknad_nb', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('guide_merknad_nn', sa.Text(), nullable=False, server_default=''))

    for table, columns in FILLED.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.alter_column(column, server_default=None)

    # Who sits in an interview is its own from now on; before, it was whoever was in the panel.
    op.execute(
        "INSERT INTO panelplass (intervju_id, bruker_id, leder) "
        "SELECT intervju.id, panelmedlem.bruker_id, panelmedlem.leder "
        "FROM intervju JOIN panelmedlem ON panelmedlem.panel_id = intervju.panel_id"
    )
    note_what_was_told()
    with op.batch_alter_table("intervju", schema=None) as batch_op:
        batch_op.create_check_constraint(
            op.f("ck_intervju_innkalt_er_varslet"), "innkalt_at IS NULL OR varslet IS NOT NULL"
        )
    with op.batch_alter_table("utboks", schema=None) as batch_op:
        batch_op.create_check_constraint(
            op.f("ck_utboks_kalender"), "(kalender IS NULL) = (kalendermetode IS NULL)"
        )


def note_what_was_told() -> None:
    """Write down what people were told of interviews from before: the time and place they have."""
    at = rekruttering.felles.db.UtcDateTime(timezone=True)
    intervju = sa.table(
        "intervju",
        *(sa.column(each, sa.Integer) for each in ("id", "panel_id")),
        *(sa.column(each, at) for each in ("start_at", "slutt_at", "innkalt_at")),
        *(sa.column(each, sa.Text) for each in ("form", "sted")),
        sa.column("varslet", sa.JSON),
    )
    panel = sa.table("panel", sa.column("id"), sa.column("navn"))
    plass = sa.table("panelplass", *map(sa.column, ("id", "intervju_id", "bruker_id", "leder")))
    bruker = sa.table("bruker", *map(sa.column, ("id", "navn", "epost")))
    connection = op.get_bind()
    told = sa.select(intervju, panel.c.navn.label("panel")).join_from(
        intervju, panel, panel.c.id == intervju.c.panel_id
    )
    for row in connection.execute(told.where(intervju.c.innkalt_at.is_not(None))).all():
        members = connection.execute(
            sa.select(bruker.c.id, bruker.c.navn, bruker.c.epost)
            .join_from(plass, bruker, bruker.c.id == plass.c.bruker_id)
            .where(plass.c.intervju_id == row.id)
            .order_by(plass.c.leder.desc(), plass.c.id)
        )
        varslet = {
            "start_at": row.start_at.isoformat(),
            "slutt_at": row.slutt_at.isoformat(),
            "form": row.form,
            "sted": row.sted,
            "panel": row.panel,
            "medlemmer": [[number, navn or epost] for number, navn, epost in members],
        }
        connection.execute(
            sa.update(intervju).where(intervju.c.id == row.id).values(varslet=varslet)
        )


def downgrade() -> None:
    with op.batch_alter_table('utlysning', schema=None) as batch_op:
        batch_op.drop_column('guide_merknad_nn')
        batch_op.drop_column('guide_merknad_nb')

    with op.batch_alter_table('utboks', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_utboks_kalender'), type_='check')
        batch_op.drop_column('kalendermetode')
        batch_op.drop_column('kalender')

    with op.batch_alter_table('kompetanse', schema=None) as batch_op:
        batch_op.drop_column('utgatt_grunn')
        batch_op.drop_column('utgatt_at')

    with op.batch_alter_table('intervju', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_intervju_innkalt_er_varslet'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_intervju_rom_id_rom'), type_='foreignkey')
        batch_op.drop_column('avbrutt_at')
        batch_op.drop_column('paminnelser')
        batch_op.drop_column('bytter')
        batch_op.drop_column('sekvens')
        batch_op.drop_column('varslet')
        batch_op.drop_column('fastsatt')
        batch_op.drop_column('rom_id')

    with op.batch_alter_table('fellesskar', schema=None) as batch_op:
        batch_op.drop_column('tidligere')

    with op.batch_alter_table('panelplass', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_panelplass_bruker_id'))

    op.drop_table('panelplass')
    op.drop_table('panelanbefaling')
    op.drop_table('ovingsskar')
    op.drop_table('innsigelse')
    op.drop_table('tilrettelegging')
    op.drop_table('ovingsvurdering')
    op.drop_table('intervjusvar')
    with op.batch_alter_table('timeplan', schema=None) as batch_op:
        batch_op.drop_index('uq_timeplan_en_om_gangen', sqlite_where=sa.text("status IN ('venter', 'kjorer')"), postgresql_where=sa.text("status IN ('venter', 'kjorer')"))

    op.drop_table('timeplan')
    op.drop_table('rundemedlem')
    op.drop_table('rom')
    op.drop_table('ovingskasus')
    op.drop_table('intervjuramme')
    op.drop_table('guide')

"""the coordinator's workbench

Revision: 0003; follows: 0002
"""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

import rekruttering.felles.db


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


# Columns that rows from before get a value in; new rows are given theirs.
FILLED = {
    "kjoring": ["formal", "navn", "innstillinger", "avtrykk"],
    "lag": ["begrunnelse"],
    "tildeling": ["navn", "laser", "steg"],
    "utlysning": ["historikk"],
}


def upgrade() -> None:
    op.create_table('analyse',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('utlysning_id', sa.Integer(), nullable=False),
    sa.Column('tildeling_id', sa.Integer(), nullable=True),
    sa.Column('type', sa.Text(), nullable=False),
    sa.Column('nokkel', sa.Text(), nullable=False),
    sa.Column('parametre', sa.JSON(), nullable=False),
    sa.Column('problem', sa.JSON(), nullable=False),
    sa.Column('forslag', sa.JSON(), nullable=True),
    sa.Column('maks_sekunder', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('venter', 'regner', 'ferdig', 'stoppet', 'feilet', name='analysestatus', native_enum=False, length=40), nullable=False),
    sa.Column('svar', sa.JSON(), nullable=True),
    sa.Column('feil', sa.Text(), nullable=False),
    sa.Column('bedt_av_id', sa.Integer(), nullable=True),
    sa.Column('bedt_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('ferdig_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.CheckConstraint("status <> 'ferdig' OR svar IS NOT NULL", name=op.f('ck_analyse_ferdig_har_svar')),
    sa.CheckConstraint('maks_sekunder > 0', name=op.f('ck_analyse_maks_sekunder')),
    sa.ForeignKeyConstraint(['bedt_av_id'], ['bruker.id'], name=op.f('fk_analyse_bedt_av_id_bruker')),
    sa.ForeignKeyConstraint(['tildeling_id'], ['tildeling.id'], name=op.f('fk_analyse_tildeling_id_tildeling')),
    sa.ForeignKeyConstraint(['utlysning_id'], ['utlysning.id'], name=op.f('fk_analyse_utlysning_id_utlysning')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_analyse'))
    )
    with op.batch_alter_table('analyse', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_analyse_tildeling_id'), ['tildeling_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_analyse_utlysning_id'), ['utlysning_id'], unique=False)
        batch_op.create_index('uq_analyse_nokkel', ['nokkel'], unique=True, sqlite_where=sa.text("status IN ('venter', 'regner', 'ferdig')"), postgresql_where=sa.text("status IN ('venter', 'regner', 'ferdig')"))

    op.create_table('horing',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tildeling_id', sa.Integer(), nullable=False),
    sa.Column('sendt_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('sendt_av_id', sa.Integer(), nullable=False),
    sa.Column('frist_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('melding_nb', sa.Text(), nullable=False),
    sa.Column('melding_nn', sa.Text(), nullable=False),
    sa.Column('plan', sa.JSON(), nullable=False),
    sa.Column('lukket_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('lukket_av_id', sa.Integer(), nullable=True),
    sa.Column('lukket_begrunnelse', sa.Text(), nullable=False),
    sa.Column('versjon', sa.Integer(), nullable=False),
    sa.CheckConstraint('frist_at > sendt_at', name=op.f('ck_horing_frist')),
    sa.CheckConstraint('lukket_av_id IS NULL OR lukket_at IS NOT NULL', name=op.f('ck_horing_lukket_har_tid')),
    sa.ForeignKeyConstraint(['lukket_av_id'], ['bruker.id'], name=op.f('fk_horing_lukket_av_id_bruker')),
    sa.ForeignKeyConstraint(['sendt_av_id'], ['bruker.id'], name=op.f('fk_horing_sendt_av_id_bruker')),
    sa.ForeignKeyConstraint(['tildeling_id'], ['tildeling.id'], name=op.f('fk_horing_tildeling_id_tildeling')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_horing'))
    )
    with op.batch_alter_table('horing', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_horing_tildeling_id'), ['tildeling_id'], unique=False)
        batch_op.create_index('uq_horing_en_apen', ['tildeling_id'], unique=True, sqlite_where=sa.text('lukket_at IS NULL'), postgresql_where=sa.text('lukket_at IS NULL'))

    op.create_table('justering',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tildeling_id', sa.Integer(), nullable=False),
    sa.Column('nr', sa.Integer(), nullable=False),
    sa.Column('handling', sa.JSON(), nullable=False),
    sa.Column('differanse', sa.JSON(), nullable=False),
    sa.Column('gjort_av_id', sa.Integer(), nullable=False),
    sa.Column('gjort_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['gjort_av_id'], ['bruker.id'], name=op.f('fk_justering_gjort_av_id_bruker')),
    sa.ForeignKeyConstraint(['tildeling_id'], ['tildeling.id'], name=op.f('fk_justering_tildeling_id_tildeling')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_justering')),
    sa.UniqueConstraint('tildeling_id', 'nr', name=op.f('uq_justering_tildeling_id_nr'))
    )
    op.create_table('utelatelse',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tildeling_id', sa.Integer(), nullable=False),
    sa.Column('puljekommune_id', sa.Integer(), nullable=False),
    sa.Column('begrunnelse', sa.Text(), nullable=False),
    sa.Column('vedtatt_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('vedtatt_av_id', sa.Integer(), nullable=False),
    sa.CheckConstraint("begrunnelse <> ''", name=op.f('ck_utelatelse_begrunnelse')),
    sa.ForeignKeyConstraint(['puljekommune_id'], ['puljekommune.id'], name=op.f('fk_utelatelse_puljekommune_id_puljekommune')),
    sa.ForeignKeyConstraint(['tildeling_id'], ['tildeling.id'], name=op.f('fk_utelatelse_tildeling_id_tildeling')),
    sa.ForeignKeyConstraint(['vedtatt_av_id'], ['bruker.id'], name=op.f('fk_utelatelse_vedtatt_av_id_bruker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_utelatelse')),
    sa.UniqueConstraint('tildeling_id', 'puljekommune_id', name=op.f('uq_utelatelse_tildeling_id_puljekommune_id'))
    )
    op.create_table('vedtakspakke',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('tildeling_id', sa.Integer(), nullable=False),
    sa.Column('laget_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('laget_av_id', sa.Integer(), nullable=True),
    sa.Column('innhold', sa.JSON(), nullable=False),
    sa.Column('avtrykk', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['laget_av_id'], ['bruker.id'], name=op.f('fk_vedtakspakke_laget_av_id_bruker')),
    sa.ForeignKeyConstraint(['tildeling_id'], ['tildeling.id'], name=op.f('fk_vedtakspakke_tildeling_id_tildeling')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vedtakspakke')),
    sa.UniqueConstraint('tildeling_id', 'avtrykk', name=op.f('uq_vedtakspakke_tildeling_id_avtrykk'))
    )
    op.create_table('gjenskaping',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('pakke_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('venter', 'regner', 'ferdig', 'feilet', name='gjenskapingstatus', native_enum=False, length=40), nullable=False),
    sa.Column('bedt_av_id', sa.Integer(), nullable=False),
    sa.Column('bedt_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('ferdig_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('resultat', sa.JSON(), nullable=True),
    sa.CheckConstraint("status <> 'ferdig' OR resultat IS NOT NULL", name=op.f('ck_gjenskaping_ferdig_har_resultat')),
    sa.ForeignKeyConstraint(['bedt_av_id'], ['bruker.id'], name=op.f('fk_gjenskaping_bedt_av_id_bruker')),
    sa.ForeignKeyConstraint(['pakke_id'], ['vedtakspakke.id'], name=op.f('fk_gjenskaping_pakke_id_vedtakspakke')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gjenskaping'))
    )
    with op.batch_alter_table('gjenskaping', schema=None) as batch_op:
        batch_op.create_index('uq_gjenskaping_en_om_gangen', ['pakke_id'], unique=True, sqlite_where=sa.text("status IN ('venter', 'regner')"), postgresql_where=sa.text("status IN ('venter', 'regner')"))

    op.create_table('hendelse',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('utlysning_id', sa.Integer(), nullable=False),
    sa.Column('tildeling_id', sa.Integer(), nullable=False),
    sa.Column('type', sa.Enum('veileder_ut', 'kommune_ut', 'kommune_inn', name='hendelsetype', native_enum=False, length=40), nullable=False),
    sa.Column('tenkt', sa.Boolean(), nullable=False),
    sa.Column('veileder_id', sa.Integer(), nullable=True),
    sa.Column('puljekommune_id', sa.Integer(), nullable=True),
    sa.Column('endring', sa.Integer(), nullable=False),
    sa.Column('opprettet_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('opprettet_av_id', sa.Integer(), nullable=True),
    sa.Column('minste_id', sa.Integer(), nullable=True),
    sa.Column('innhopp_id', sa.Integer(), nullable=True),
    sa.Column('alternativ', sa.Text(), nullable=False),
    sa.Column('kjoring_id', sa.Integer(), nullable=True),
    sa.Column('lukket_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('lukket_av_id', sa.Integer(), nullable=True),
    sa.Column('lukket_grunn', sa.Enum('ny_plan', 'opphevet', 'koordinator', name='lukkegrunn', native_enum=False, length=40), nullable=True),
    sa.Column('lukket_begrunnelse', sa.Text(), nullable=False),
    sa.Column('ny_tildeling_id', sa.Integer(), nullable=True),
    sa.Column('versjon', sa.Integer(), nullable=False),
    sa.CheckConstraint('(lukket_at IS NULL) = (lukket_grunn IS NULL)', name=op.f('ck_hendelse_lukket_har_grunn')),
    sa.CheckConstraint('(veileder_id IS NULL) <> (puljekommune_id IS NULL)', name=op.f('ck_hendelse_gjelder_en')),
    sa.CheckConstraint('endring >= 0', name=op.f('ck_hendelse_endring')),
    sa.ForeignKeyConstraint(['innhopp_id'], ['analyse.id'], name=op.f('fk_hendelse_innhopp_id_analyse')),
    sa.ForeignKeyConstraint(['kjoring_id'], ['kjoring.id'], name=op.f('fk_hendelse_kjoring_id_kjoring')),
    sa.ForeignKeyConstraint(['lukket_av_id'], ['bruker.id'], name=op.f('fk_hendelse_lukket_av_id_bruker')),
    sa.ForeignKeyConstraint(['minste_id'], ['analyse.id'], name=op.f('fk_hendelse_minste_id_analyse')),
    sa.ForeignKeyConstraint(['ny_tildeling_id'], ['tildeling.id'], name=op.f('fk_hendelse_ny_tildeling_id_tildeling')),
    sa.ForeignKeyConstraint(['opprettet_av_id'], ['bruker.id'], name=op.f('fk_hendelse_opprettet_av_id_bruker')),
    sa.ForeignKeyConstraint(['puljekommune_id'], ['puljekommune.id'], name=op.f('fk_hendelse_puljekommune_id_puljekommune')),
    sa.ForeignKeyConstraint(['tildeling_id'], ['tildeling.id'], name=op.f('fk_hendelse_tildeling_id_tildeling')),
    sa.ForeignKeyConstraint(['utlysning_id'], ['utlysning.id'], name=op.f('fk_hendelse_utlysning_id_utlysning')),
    sa.ForeignKeyConstraint(['veileder_id'], ['veileder.id'], name=op.f('fk_hendelse_veileder_id_veileder')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hendelse'))
    )
    with op.batch_alter_table('hendelse', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_hendelse_tildeling_id'), ['tildeling_id'], unique=False)
        batch_op.create_index('uq_hendelse_apen_kommune', ['utlysning_id', 'puljekommune_id', 'tenkt'], unique=True, sqlite_where=sa.text('lukket_at IS NULL'), postgresql_where=sa.text('lukket_at IS NULL'))
        batch_op.create_index('uq_hendelse_apen_veileder', ['utlysning_id', 'veileder_id', 'tenkt'], unique=True, sqlite_where=sa.text('lukket_at IS NULL'), postgresql_where=sa.text('lukket_at IS NULL'))

    op.create_table('horingsmottaker',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('horing_id', sa.Integer(), nullable=False),
    sa.Column('slag', sa.Enum('statsforvalter', 'kommune', name='mottakerslag', native_enum=False, length=40), nullable=False),
    sa.Column('embete_kode', sa.Text(), nullable=True),
    sa.Column('puljekommune_id', sa.Integer(), nullable=True),
    sa.Column('varslet_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('svart_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('svart_av_id', sa.Integer(), nullable=True),
    sa.Column('uten_merknader', sa.Boolean(), nullable=False),
    sa.Column('pamint_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('versjon', sa.Integer(), nullable=False),
    sa.CheckConstraint("(slag = 'statsforvalter') = (embete_kode IS NOT NULL) AND (slag = 'kommune') = (puljekommune_id IS NOT NULL)", name=op.f('ck_horingsmottaker_ett_slag')),
    sa.ForeignKeyConstraint(['horing_id'], ['horing.id'], name=op.f('fk_horingsmottaker_horing_id_horing')),
    sa.ForeignKeyConstraint(['puljekommune_id'], ['puljekommune.id'], name=op.f('fk_horingsmottaker_puljekommune_id_puljekommune')),
    sa.ForeignKeyConstraint(['svart_av_id'], ['bruker.id'], name=op.f('fk_horingsmottaker_svart_av_id_bruker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_horingsmottaker')),
    sa.UniqueConstraint('horing_id', 'embete_kode', name=op.f('uq_horingsmottaker_horing_id_embete_kode')),
    sa.UniqueConstraint('horing_id', 'puljekommune_id', name=op.f('uq_horingsmottaker_horing_id_puljekommune_id'))
    )
    op.create_table('horingssvar',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('mottaker_id', sa.Integer(), nullable=False),
    sa.Column('puljekommune_id', sa.Integer(), nullable=True),
    sa.Column('innsigelse_id', sa.Integer(), nullable=True),
    sa.Column('tekst', sa.Text(), nullable=False),
    sa.Column('svart_av_id', sa.Integer(), nullable=False),
    sa.Column('svart_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column('behandling', sa.Enum('fulgt', 'ikke_fulgt', name='behandling', native_enum=False, length=40), nullable=True),
    sa.Column('behandling_merknad', sa.Text(), nullable=False),
    sa.Column('behandlet_av_id', sa.Integer(), nullable=True),
    sa.Column('behandlet_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column('versjon', sa.Integer(), nullable=False),
    sa.CheckConstraint("tekst <> ''", name=op.f('ck_horingssvar_tekst')),
    sa.CheckConstraint('behandling IS NULL OR (behandlet_at IS NOT NULL AND behandlet_av_id IS NOT NULL)', name=op.f('ck_horingssvar_behandlet_av_noen')),
    sa.ForeignKeyConstraint(['behandlet_av_id'], ['bruker.id'], name=op.f('fk_horingssvar_behandlet_av_id_bruker')),
    sa.ForeignKeyConstraint(['innsigelse_id'], ['innsigelse.id'], name=op.f('fk_horingssvar_innsigelse_id_innsigelse')),
    sa.ForeignKeyConstraint(['mottaker_id'], ['horingsmottaker.id'], name=op.f('fk_horingssvar_mottaker_id_horingsmottaker')),
    sa.ForeignKeyConstraint(['puljekommune_id'], ['puljekommune.id'], name=op.f('fk_horingssvar_puljekommune_id_puljekommune')),
    sa.ForeignKeyConstraint(['svart_av_id'], ['bruker.id'], name=op.f('fk_horingssvar_svart_av_id_bruker')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_horingssvar')),
    sa.UniqueConstraint('mottaker_id', 'innsigelse_id', name=op.f('uq_horingssvar_mottaker_id_innsigelse_id'))
    )
    with op.batch_alter_table('horingssvar', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_horingssvar_puljekommune_id'), ['puljekommune_id'], unique=False)
        batch_op.create_index('uq_horingssvar_en_per_rad', ['mottaker_id', 'puljekommune_id'], unique=True, sqlite_where=sa.text('puljekommune_id IS NOT NULL AND innsigelse_id IS NULL'), postgresql_where=sa.text('puljekommune_id IS NOT NULL AND innsigelse_id IS NULL'))
        batch_op.create_index('uq_horingssvar_en_samlet', ['mottaker_id'], unique=True, sqlite_where=sa.text('puljekommune_id IS NULL'), postgresql_where=sa.text('puljekommune_id IS NULL'))

    with op.batch_alter_table('kjoring', schema=None) as batch_op:
        batch_op.add_column(sa.Column('formal', sa.Enum('tildeling', 'scenario', name='kjoringformal', native_enum=False, length=40), nullable=False, server_default='tildeling'))
        batch_op.add_column(sa.Column('navn', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('innstillinger', sa.JSON(), nullable=False, server_default='{}'))
        batch_op.add_column(sa.Column('fra_tildeling_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('avtrykk', sa.Text(), nullable=False, server_default=''))
        batch_op.create_foreign_key(batch_op.f('fk_kjoring_fra_tildeling_id_tildeling'), 'tildeling', ['fra_tildeling_id'], ['id'], use_alter=True)

    with op.batch_alter_table('lag', schema=None) as batch_op:
        batch_op.add_column(sa.Column('vedtatt_at', rekruttering.felles.db.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('vedtatt_av_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('begrunnelse', sa.Text(), nullable=False, server_default=''))
        batch_op.create_foreign_key(batch_op.f('fk_lag_vedtatt_av_id_bruker'), 'bruker', ['vedtatt_av_id'], ['id'])

    with op.batch_alter_table('tildeling', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kopi_av_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('navn', sa.Text(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('laser', sa.JSON(), nullable=False, server_default='{}'))
        batch_op.add_column(sa.Column('steg', sa.Integer(), nullable=False, server_default='0'))
        batch_op.drop_constraint(batch_op.f('uq_tildeling_kjoring_id'), type_='unique')
        batch_op.create_index(batch_op.f('ix_tildeling_kjoring_id'), ['kjoring_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_tildeling_kopi_av_id_tildeling'), 'tildeling', ['kopi_av_id'], ['id'])

    with op.batch_alter_table('utlysning', schema=None) as batch_op:
        batch_op.add_column(sa.Column('historikk', sa.Enum('uten_betydning', 'variasjon', 'kontinuitet', name='historikk', native_enum=False, length=40), nullable=False, server_default='uten_betydning'))

    for table, columns in FILLED.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.alter_column(column, server_default=None)
    _one_run_at_a_time("status IN ('venter', 'kjorer') AND formal = 'tildeling'")
    with op.batch_alter_table("lag", schema=None) as batch_op:
        batch_op.create_check_constraint(
            op.f("ck_lag_vedtatt_av_noen"), "vedtatt_at IS NULL OR vedtatt_av_id IS NOT NULL"
        )
    fill_fingerprints()


def _one_run_at_a_time(where: str) -> None:
    """Draw the line anew between runs that keep each other out and runs that do not."""
    op.drop_index("uq_kjoring_en_om_gangen", table_name="kjoring")
    op.create_index(
        "uq_kjoring_en_om_gangen",
        "kjoring",
        ["utlysning_id"],
        unique=True,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


def fill_fingerprints() -> None:
    """Give the problems of earlier runs the fingerprint that new ones get when they start."""
    kjoring = sa.table("kjoring", sa.column("id"), sa.column("avtrykk"), sa.column("problem", sa.JSON))
    connection = op.get_bind()
    for row in connection.execute(sa.select(kjoring.c.id, kjoring.c.problem)).all():
        text = json.dumps(row.problem, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        avtrykk = hashlib.sha256(text.encode()).hexdigest()
        connection.execute(
            sa.update(kjoring).where(kjoring.c.id == row.id).values(avtrykk=avtrykk)
        )


def downgrade() -> None:
    _one_run_at_a_time("status IN ('venter', 'kjorer')")
    with op.batch_alter_table("lag", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_lag_vedtatt_av_noen"), type_="check")
    with op.batch_alter_table('utlysning', schema=None) as batch_op:
        batch_op.drop_column('historikk')

    with op.batch_alter_table('tildeling', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_tildeling_kopi_av_id_tildeling'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_tildeling_kjoring_id'))
        batch_op.create_unique_constraint(batch_op.f('uq_tildeling_kjoring_id'), ['kjoring_id'])
        batch_op.drop_column('steg')
        batch_op.drop_column('laser')
        batch_op.drop_column('navn')
        batch_op.drop_column('kopi_av_id')

    with op.batch_alter_table('lag', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_lag_vedtatt_av_id_bruker'), type_='foreignkey')
        batch_op.drop_column('begrunnelse')
        batch_op.drop_column('vedtatt_av_id')
        batch_op.drop_column('vedtatt_at')

    with op.batch_alter_table('kjoring', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_kjoring_fra_tildeling_id_tildeling'), type_='foreignkey')
        batch_op.drop_column('avtrykk')
        batch_op.drop_column('fra_tildeling_id')
        batch_op.drop_column('innstillinger')
        batch_op.drop_column('navn')
        batch_op.drop_column('formal')

    with op.batch_alter_table('horingssvar', schema=None) as batch_op:
        batch_op.drop_index('uq_horingssvar_en_samlet', sqlite_where=sa.text('puljekommune_id IS NULL'), postgresql_where=sa.text('puljekommune_id IS NULL'))
        batch_op.drop_index('uq_horingssvar_en_per_rad', sqlite_where=sa.text('puljekommune_id IS NOT NULL AND innsigelse_id IS NULL'), postgresql_where=sa.text('puljekommune_id IS NOT NULL AND innsigelse_id IS NULL'))
        batch_op.drop_index(batch_op.f('ix_horingssvar_puljekommune_id'))

    op.drop_table('horingssvar')
    op.drop_table('horingsmottaker')
    with op.batch_alter_table('hendelse', schema=None) as batch_op:
        batch_op.drop_index('uq_hendelse_apen_veileder', sqlite_where=sa.text('lukket_at IS NULL'), postgresql_where=sa.text('lukket_at IS NULL'))
        batch_op.drop_index('uq_hendelse_apen_kommune', sqlite_where=sa.text('lukket_at IS NULL'), postgresql_where=sa.text('lukket_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_hendelse_tildeling_id'))

    op.drop_table('hendelse')
    with op.batch_alter_table('gjenskaping', schema=None) as batch_op:
        batch_op.drop_index('uq_gjenskaping_en_om_gangen', sqlite_where=sa.text("status IN ('venter', 'regner')"), postgresql_where=sa.text("status IN ('venter', 'regner')"))

    op.drop_table('gjenskaping')
    op.drop_table('vedtakspakke')
    op.drop_table('utelatelse')
    op.drop_table('justering')
    with op.batch_alter_table('horing', schema=None) as batch_op:
        batch_op.drop_index('uq_horing_en_apen', sqlite_where=sa.text('lukket_at IS NULL'), postgresql_where=sa.text('lukket_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_horing_tildeling_id'))

    op.drop_table('horing')
    with op.batch_alter_table('analyse', schema=None) as batch_op:
        batch_op.drop_index('uq_analyse_nokkel', sqlite_where=sa.text("status IN ('venter', 'regner', 'ferdig')"), postgresql_where=sa.text("status IN ('venter', 'regner', 'ferdig')"))
        batch_op.drop_index(batch_op.f('ix_analyse_utlysning_id'))
        batch_op.drop_index(batch_op.f('ix_analyse_tildeling_id'))

    op.drop_table('analyse')

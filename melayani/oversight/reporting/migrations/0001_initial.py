import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('attachments', '0001_initial'),
        ('organisations', '0001_initial'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160)),
                ('theme', models.CharField(blank=True, max_length=300)),
                ('template', models.CharField(max_length=16)),
                ('template_version', models.CharField(max_length=16)),
                ('frequency', models.CharField(choices=[('month', 'Tiap bulan'), ('week', 'Tiap minggu'), ('once', 'Sekali')], max_length=8)),
                ('kinds', models.JSONField(default=list)),
                ('regions', models.JSONField(default=list)),
                ('wilayah', models.CharField(blank=True, max_length=4)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('due_days', models.PositiveSmallIntegerField()),
                ('lock_days', models.PositiveSmallIntegerField()),
                ('started_at', models.DateTimeField()),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('places', models.ManyToManyField(related_name='+', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['asked_by', 'since'], name='campaign_asked_by')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='campaign_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('frequency', 'once'), _negated=True), ('until__isnull', False), _connector='OR'), name='campaign_single_span_ends')],
            },
        ),
        migrations.CreateModel(
            name='DirtyPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(blank=True, max_length=8)),
                ('template', models.CharField(max_length=16)),
                ('starts_on', models.DateField()),
                ('since', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['since'], name='dirty_place_age')],
                'constraints': [models.UniqueConstraint(fields=('place', 'template', 'starts_on'), name='dirty_place_once')],
            },
        ),
        migrations.CreateModel(
            name='OwedTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(blank=True, max_length=8)),
                ('above', models.CharField(blank=True, max_length=2)),
                ('kind', models.CharField(max_length=8)),
                ('template', models.CharField(max_length=16)),
                ('starts_on', models.DateField()),
                ('expected', models.PositiveIntegerField()),
                ('received', models.PositiveIntegerField()),
                ('on_time', models.PositiveIntegerField()),
                ('verified', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('template', 'starts_on', 'above', 'kind', 'place'), name='owed_total_once')],
            },
        ),
        migrations.CreateModel(
            name='PlaceTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(blank=True, max_length=8)),
                ('kind', models.CharField(max_length=8)),
                ('template', models.CharField(max_length=16)),
                ('starts_on', models.DateField()),
                ('indicator', models.CharField(max_length=24)),
                ('verified', models.BooleanField()),
                ('count', models.PositiveIntegerField()),
                ('total', models.DecimalField(decimal_places=2, max_digits=20)),
                ('low', models.DecimalField(decimal_places=2, max_digits=16, null=True)),
                ('high', models.DecimalField(decimal_places=2, max_digits=16, null=True)),
                ('weight', models.DecimalField(decimal_places=2, default=0, max_digits=20)),
                ('weighted', models.DecimalField(decimal_places=4, default=0, max_digits=24)),
            ],
            options={
                'indexes': [models.Index(fields=['place', 'template', 'kind', 'indicator', 'verified', 'starts_on'], name='place_total_place')],
                'constraints': [models.UniqueConstraint(fields=('template', 'kind', 'indicator', 'verified', 'starts_on', 'place'), name='place_total_once')],
            },
        ),
        migrations.CreateModel(
            name='RemarkTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(blank=True, max_length=8)),
                ('code', models.CharField(max_length=16)),
                ('indicator', models.CharField(blank=True, max_length=24)),
                ('named', models.PositiveIntegerField()),
                ('units', models.PositiveIntegerField()),
                ('strategies', models.PositiveIntegerField()),
                ('overcome', models.PositiveIntegerField()),
                ('open', models.PositiveIntegerField()),
                ('helps', models.PositiveIntegerField()),
                ('solved', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('place', 'indicator', 'code'), name='remark_total_once')],
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('due_on', models.DateField()),
                ('opened_at', models.DateTimeField()),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='reporting.campaign')),
            ],
            options={
                'indexes': [models.Index(fields=['starts_on', 'campaign'], name='round_period')],
                'constraints': [models.UniqueConstraint(fields=('campaign', 'starts_on'), name='round_once'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='round_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160)),
                ('starts_at', models.DateTimeField()),
                ('link', models.URLField(blank=True, max_length=300)),
                ('agenda', models.TextField(blank=True, max_length=2000)),
                ('notes', models.TextField(blank=True, max_length=8000)),
                ('held_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='reporting.round')),
            ],
            options={
                'indexes': [models.Index(fields=['-starts_at', 'id'], name='meeting_newest')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('template', models.CharField(max_length=16)),
                ('starts_on', models.DateField()),
                ('kind', models.CharField(max_length=8)),
                ('region', models.CharField(blank=True, max_length=8)),
                ('province', models.CharField(blank=True, max_length=2)),
                ('state', models.CharField(choices=[('owed', 'Belum diisi'), ('draft', 'Sedang diisi'), ('sent', 'Menunggu pengesahan'), ('returned', 'Dikembalikan'), ('verified', 'Disahkan'), ('exempt', 'Dibebaskan')], default='owed', max_length=8)),
                ('is_expected', models.BooleanField(default=True)),
                ('due_at', models.DateTimeField()),
                ('locks_at', models.DateTimeField()),
                ('unlocked_until', models.DateTimeField(null=True)),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('filled_at', models.DateTimeField(null=True)),
                ('saved_at', models.DateTimeField(null=True)),
                ('first_sent_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('judged_at', models.DateTimeField(null=True)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('summary', models.TextField(blank=True, max_length=4000)),
                ('reminded', models.CharField(blank=True, max_length=8)),
                ('judged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='reporting.round')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'template', 'starts_on'], name='report_series'), models.Index(fields=['template', 'starts_on', 'kind', 'province', 'region'], name='report_place'), models.Index(condition=models.Q(('is_expected', True)), fields=['state', 'due_at'], name='report_waiting'), models.Index(fields=['state', '-starts_on', 'id'], name='report_published')],
                'constraints': [models.UniqueConstraint(fields=('round', 'organisation'), name='report_once'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'exempt', 'owed', 'returned', 'sent', 'verified'])), name='report_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['sent', 'verified']), _negated=True), models.Q(('first_sent_at__isnull', False), ('sent_at__isnull', False)), _connector='OR'), name='report_sent_has_moment'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'exempt'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='report_exempt_has_reason'), models.CheckConstraint(condition=models.Q(('locks_at__gte', models.F('due_at'))), name='report_locks_after_due')],
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('constraint', 'Kendala'), ('strategy', 'Strategi'), ('innovation', 'Inovasi')], max_length=12)),
                ('code', models.CharField(max_length=16)),
                ('indicator', models.CharField(blank=True, max_length=24)),
                ('text', models.CharField(max_length=1000)),
                ('outcome', models.CharField(choices=[('open', 'Masih berjalan'), ('helps', 'Mulai membantu'), ('solved', 'Teratasi')], default='open', max_length=8)),
                ('contact', models.CharField(blank=True, max_length=120)),
                ('written_at', models.DateTimeField()),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='reporting.report')),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'code', '-id'], name='entry_code'), models.Index(condition=models.Q(('kind__in', ['strategy', 'innovation'])), fields=['code', 'outcome', '-id'], name='entry_answer'), models.Index(condition=models.Q(('kind__in', ['strategy', 'innovation'])), fields=['code', 'indicator', 'outcome', '-id'], name='entry_answer_same')],
            },
        ),
        migrations.CreateModel(
            name='ActionPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=500)),
                ('due_on', models.DateField()),
                ('answer', models.CharField(blank=True, max_length=500)),
                ('done_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='points', to='reporting.meeting')),
                ('answered_in', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answered_points', to='reporting.report')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_at__isnull', True)), fields=['organisation', 'due_on'], name='action_point_open')],
            },
        ),
        migrations.CreateModel(
            name='ReportFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.CharField(max_length=24)),
                ('counted', models.DecimalField(decimal_places=2, max_digits=16, null=True)),
                ('value', models.DecimalField(decimal_places=2, max_digits=16, null=True)),
                ('counted_choice', models.CharField(blank=True, max_length=16)),
                ('choice', models.CharField(blank=True, max_length=16)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('explanation', models.CharField(blank=True, max_length=600)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='reporting.report')),
            ],
            options={
                'indexes': [models.Index(fields=['indicator', 'report'], name='report_figure_indicator')],
                'constraints': [models.UniqueConstraint(fields=('report', 'indicator'), name='report_figure_once'), models.CheckConstraint(condition=models.Q(('value__isnull', True), ('value__gte', 0), _connector='OR'), name='report_figure_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField()),
                ('notes', models.TextField(blank=True, max_length=4000)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='turns', to='reporting.meeting')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('meeting', 'organisation'), name='turn_once')],
            },
        ),
        migrations.CreateModel(
            name='RemarkWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=40)),
                ('remark', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='words', to='reporting.remark')),
            ],
            options={
                'indexes': [models.Index(fields=['word', '-remark'], name='remark_word_newest')],
                'constraints': [models.UniqueConstraint(fields=('remark', 'word'), name='remark_word_once')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160)),
                ('added_at', models.DateTimeField()),
                ('attachment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.attachment')),
                ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='evidence', to='reporting.remark')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='reporting.report')),
            ],
        ),
    ]

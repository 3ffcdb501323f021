import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import melayani.foundation.audit.fields
import melayani.voice.surveys.models.totals
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalogue', '0001_initial'),
        ('organisations', '0001_initial'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Point',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('qr', 'Kode QR di loket'), ('kiosk', 'Layar sentuh (kios)')], max_length=5)),
                ('name', models.CharField(max_length=60)),
                ('shift', models.CharField(blank=True, max_length=30)),
                ('token', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('service', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['qr', 'kiosk'])), name='survey_point_kind_known'), models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('organisation', 'kind', 'name', 'shift'), name='survey_point_name_once')],
            },
        ),
        migrations.CreateModel(
            name='Period',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('instrument', models.CharField(default='skm-2017', max_length=32)),
                ('users', models.PositiveIntegerField(null=True)),
                ('minimum', models.PositiveIntegerField(default=10)),
                ('state', models.CharField(choices=[('running', 'Berjalan'), ('closed', 'Selesai'), ('published', 'Terbit')], default='running', max_length=9)),
                ('published_at', models.DateTimeField(null=True)),
                ('frozen', models.JSONField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'state', 'ends_on'], name='survey_period_latest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='survey_period_ends_after_start'), models.CheckConstraint(condition=models.Q(('state__in', ['running', 'closed', 'published'])), name='survey_period_state_known'), models.CheckConstraint(condition=models.Q(('minimum__gte', 10)), name='survey_period_minimum_protects'), models.CheckConstraint(condition=models.Q(models.Q(('frozen__isnull', False), ('published_at__isnull', False), ('state', 'published')), models.Q(models.Q(('state', 'published'), _negated=True), ('frozen__isnull', True), ('published_at__isnull', True)), _connector='OR'), name='survey_period_published_is_frozen'), models.UniqueConstraint(fields=('organisation', 'starts_on'), name='survey_period_start_once')],
            },
        ),
        migrations.CreateModel(
            name='GroupTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comparable', models.BooleanField(default=True)),
                ('day', models.DateField()),
                ('counts', melayani.voice.surveys.models.totals.CountsField(default=dict)),
                ('dimension', models.CharField(max_length=24)),
                ('value', models.CharField(max_length=24)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'dimension', 'day', 'value', 'comparable'), name='survey_group_total_once')],
            },
        ),
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('sha256', models.CharField(max_length=64)),
                ('content', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('summary', models.JSONField()),
                ('created_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('done_at__isnull', False)), fields=('organisation', 'sha256'), name='survey_import_once')],
            },
        ),
        migrations.CreateModel(
            name='InstrumentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('base', models.CharField(default='skm-2017', max_length=32)),
                ('valid_from', models.DateField()),
                ('content', models.JSONField()),
                ('comparable', models.BooleanField()),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('created_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'number'), name='survey_instrument_number_once'), models.CheckConstraint(condition=models.Q(('comparable', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='survey_instrument_deviation_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference_kind', models.CharField(max_length=32)),
                ('reference_number', models.CharField(max_length=64)),
                ('token', melayani.foundation.audit.fields.EncryptedField()),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('language', models.CharField(default='id', max_length=2)),
                ('channel', models.CharField(blank=True, max_length=16)),
                ('used', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service')),
                ('standard', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.standard')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'created_at'], name='survey_invitation_users')],
                'constraints': [models.UniqueConstraint(fields=('reference_kind', 'reference_number'), name='survey_invitation_once'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='survey_invitation_expires')],
            },
        ),
        migrations.CreateModel(
            name='MonthTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comparable', models.BooleanField(default=True)),
                ('day', models.DateField()),
                ('counts', melayani.voice.surveys.models.totals.CountsField(default=dict)),
                ('complete', models.PositiveIntegerField()),
                ('incomplete', models.PositiveIntegerField()),
                ('values', models.PositiveBigIntegerField()),
                ('squares', models.PositiveBigIntegerField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('values__gte', django.db.models.expressions.CombinedExpression(models.Value(2500), '*', django.db.models.functions.comparison.Cast('complete', models.BigIntegerField()))), ('values__lte', django.db.models.expressions.CombinedExpression(models.Value(10000), '*', django.db.models.functions.comparison.Cast('complete', models.BigIntegerField())))), name='survey_monthtotal_values'), models.UniqueConstraint(fields=('organisation', 'day', 'comparable'), name='survey_month_total_once')],
            },
        ),
        migrations.CreateModel(
            name='Response',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('instrument', models.CharField(default='skm-2017', max_length=32)),
                ('comparable', models.BooleanField(default=True)),
                ('channel', models.CharField(choices=[('link', 'Tautan sesudah layanan'), ('qr', 'Kode QR di loket'), ('kiosk', 'Layar sentuh'), ('paper', 'Formulir kertas'), ('import', 'Lembar kerja')], default='link', max_length=6)),
                ('value', models.PositiveSmallIntegerField(null=True)),
                ('day', models.DateField()),
                ('counted', models.BooleanField(default=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service')),
                ('standard', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.standard')),
                ('point', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.point')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'day'], name='survey_response_day'), models.Index(condition=models.Q(('counted', False)), fields=['day'], name='survey_response_uncounted')],
                'constraints': [models.CheckConstraint(condition=models.Q(('value__isnull', True), models.Q(('value__gte', 2500), ('value__lte', 10000)), _connector='OR'), name='survey_response_value_on_scale'), models.CheckConstraint(condition=models.Q(('channel__in', ['link', 'qr', 'kiosk', 'paper', 'import'])), name='survey_response_channel_known')],
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('element', models.CharField(max_length=16)),
                ('action', models.CharField(max_length=500)),
                ('responsible', models.CharField(max_length=160)),
                ('target', models.DateField()),
                ('evidence', models.CharField(blank=True, max_length=500)),
                ('done_on', models.DateField(null=True)),
                ('created_at', models.DateTimeField()),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='surveys.period')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('done_on__isnull', True), models.Q(('evidence', ''), _negated=True), _connector='OR'), name='survey_follow_up_done_has_evidence')],
            },
        ),
        migrations.CreateModel(
            name='DayTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comparable', models.BooleanField(default=True)),
                ('day', models.DateField()),
                ('counts', melayani.voice.surveys.models.totals.CountsField(default=dict)),
                ('complete', models.PositiveIntegerField()),
                ('incomplete', models.PositiveIntegerField()),
                ('values', models.PositiveBigIntegerField()),
                ('squares', models.PositiveBigIntegerField()),
                ('channel', models.CharField(max_length=6)),
                ('organisation', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('service', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service')),
                ('point', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.point')),
            ],
            options={
                'indexes': [models.Index(fields=['service', 'day'], name='survey_day_total_service')],
                'constraints': [models.CheckConstraint(condition=models.Q(('values__gte', django.db.models.expressions.CombinedExpression(models.Value(2500), '*', django.db.models.functions.comparison.Cast('complete', models.BigIntegerField()))), ('values__lte', django.db.models.expressions.CombinedExpression(models.Value(10000), '*', django.db.models.functions.comparison.Cast('complete', models.BigIntegerField())))), name='survey_daytotal_values'), models.UniqueConstraint(models.F('organisation'), models.F('day'), models.F('service'), models.F('comparable'), models.F('channel'), django.db.models.functions.comparison.Coalesce('point', 0), name='survey_day_total_once')],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('medium', models.CharField(max_length=10)),
                ('published_on', models.DateField()),
                ('evidence', models.CharField(max_length=500)),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='surveys.period')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('period', 'medium', 'published_on', 'evidence'), name='survey_publication_once')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('response', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='comment', serialize=False, to='surveys.response')),
                ('text', melayani.foundation.audit.fields.EncryptedField()),
            ],
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('element', models.CharField(max_length=16)),
                ('question', models.CharField(max_length=24)),
                ('parts', models.PositiveSmallIntegerField(default=1)),
                ('score', models.PositiveSmallIntegerField()),
                ('response', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='surveys.response')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('response', 'question'), name='survey_score_once'), models.CheckConstraint(condition=models.Q(('score__in', (1, 2, 3, 4))), name='survey_score_on_scale'), models.CheckConstraint(condition=models.Q(('parts__gte', 1)), name='survey_score_has_parts')],
            },
        ),
        migrations.CreateModel(
            name='Trait',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('attribute', models.CharField(max_length=24)),
                ('value', models.CharField(max_length=24)),
                ('response', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='traits', to='surveys.response')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('response', 'attribute'), name='survey_trait_once')],
            },
        ),
    ]

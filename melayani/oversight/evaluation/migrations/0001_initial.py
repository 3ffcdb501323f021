import django.db.models.deletion
import django.db.models.expressions
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_initial'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160)),
                ('year', models.PositiveSmallIntegerField()),
                ('version', models.CharField(max_length=32)),
                ('weights', models.JSONField(default=dict)),
                ('weights_source', models.CharField(blank=True, max_length=300)),
                ('f02_share', models.DecimalField(decimal_places=3, max_digits=4)),
                ('f03_share', models.DecimalField(decimal_places=3, max_digits=4)),
                ('fewest', models.PositiveSmallIntegerField()),
                ('most', models.PositiveSmallIntegerField()),
                ('f01_until', models.DateField()),
                ('desk_until', models.DateField()),
                ('field_until', models.DateField()),
                ('objection_days', models.PositiveSmallIntegerField(default=7)),
                ('created_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'year', 'title'), name='evaluation_campaign_once'), models.CheckConstraint(condition=models.Q(('desk_until__gte', models.F('f01_until')), ('field_until__gte', models.F('desk_until'))), name='evaluation_schedule_in_order'), models.CheckConstraint(condition=models.Q(('f02_share', django.db.models.expressions.CombinedExpression(models.Value(1), '-', models.F('f03_share')))), name='evaluation_shares_are_whole'), models.CheckConstraint(condition=models.Q(('fewest__gte', 1), ('most__gte', models.F('fewest'))), name='evaluation_sample_makes_sense'), models.CheckConstraint(condition=models.Q(('closed_at__isnull', True), ('started_at__isnull', False), _connector='OR'), name='evaluation_closed_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(choices=[('A', 'Instrumen A'), ('B', 'Instrumen B')], max_length=1)),
                ('state', models.CharField(choices=[('filling', 'Unit mengisi F-01'), ('desk', 'Diperiksa di meja'), ('field', 'Diperiksa di lapangan'), ('review', 'Ditelaah ketua'), ('announced', 'Hasil disampaikan, masa sanggah'), ('objected', 'Sanggahan dibahas'), ('signing', 'Berita acara ditandatangani'), ('final', 'Nilai tetap'), ('published', 'Terbit')], default='filling', max_length=9)),
                ('token', models.CharField(max_length=64, unique=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('announced_at', models.DateTimeField(null=True)),
                ('objections_until', models.DateField(null=True)),
                ('sealed_at', models.DateTimeField(null=True)),
                ('published_at', models.DateTimeField(null=True)),
                ('frozen', models.JSONField(null=True)),
                ('index', models.DecimalField(decimal_places=2, max_digits=3, null=True)),
                ('category', models.CharField(blank=True, max_length=2)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='evaluation.campaign')),
            ],
            options={
                'indexes': [models.Index(fields=['unit', 'state'], name='evaluation_of_unit')],
                'constraints': [models.UniqueConstraint(fields=('campaign', 'unit'), name='evaluation_unit_once'), models.CheckConstraint(condition=models.Q(('state__in', ['filling', 'desk', 'field', 'review', 'announced', 'objected', 'signing', 'final', 'published'])), name='evaluation_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('frozen__isnull', False), ('index__isnull', False), ('sealed_at__isnull', False), ('state__in', ['final', 'published'])), models.Q(models.Q(('state__in', ['final', 'published']), _negated=True), ('frozen__isnull', True), ('index__isnull', True)), _connector='OR'), name='evaluation_fixed_is_frozen')],
            },
        ),
        migrations.CreateModel(
            name='Evaluator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('leads', models.BooleanField(default=False)),
                ('appointed_at', models.DateTimeField()),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evaluators', to='evaluation.assessment')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('assessment', 'person'), name='evaluation_evaluator_once'), models.UniqueConstraint(condition=models.Q(('leads', True)), fields=('assessment',), name='evaluation_one_leads')],
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=1000)),
                ('made_at', models.DateTimeField()),
                ('accepted', models.BooleanField(null=True)),
                ('decision', models.CharField(blank=True, max_length=1000)),
                ('decided_at', models.DateTimeField(null=True)),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='evaluation.assessment')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('assessment', 'number'), name='evaluation_objection_once'), models.CheckConstraint(condition=models.Q(models.Q(('accepted__isnull', True), ('decided_at__isnull', True)), models.Q(('accepted__isnull', False), ('decided_at__isnull', False), models.Q(('decision', ''), _negated=True)), _connector='OR'), name='evaluation_decision_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Recommendation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=500)),
                ('owner', models.CharField(blank=True, max_length=160)),
                ('target', models.DateField(null=True)),
                ('progress', models.PositiveSmallIntegerField(default=0)),
                ('done_on', models.DateField(null=True)),
                ('created_at', models.DateTimeField()),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recommendations', to='evaluation.assessment')),
            ],
            options={
                'indexes': [models.Index(fields=['assessment', 'target'], name='evaluation_action_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('progress__lte', 100)), name='evaluation_progress_in_percent'), models.CheckConstraint(condition=models.Q(('done_on__isnull', True), ('progress', 100), _connector='OR'), name='evaluation_done_means_all')],
            },
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('stage', models.CharField(choices=[('desk', 'Meja'), ('field', 'Lapangan'), ('objection', 'Sanggahan')], max_length=9)),
                ('score', models.PositiveSmallIntegerField()),
                ('reason', models.CharField(blank=True, max_length=1000)),
                ('given_at', models.DateTimeField()),
                ('key', models.CharField(blank=True, max_length=64)),
                ('is_current', models.BooleanField(default=True)),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='evaluation.assessment')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['assessment', 'number', '-id'], name='evaluation_score_history')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('assessment', 'number'), name='evaluation_one_current_score'), models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('assessment', 'person', 'key'), name='evaluation_request_once'), models.CheckConstraint(condition=models.Q(('score__lte', 5)), name='evaluation_score_on_scale')],
            },
        ),
        migrations.CreateModel(
            name='SelfAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('score', models.PositiveSmallIntegerField()),
                ('note', models.CharField(blank=True, max_length=1000)),
                ('proposed', models.JSONField(null=True)),
                ('changed_at', models.DateTimeField()),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='self_answers', to='evaluation.assessment')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('assessment', 'number'), name='evaluation_self_answer_once'), models.CheckConstraint(condition=models.Q(('score__lte', 5)), name='evaluation_self_score_on_scale')],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('capacity', models.CharField(choices=[('evaluator', 'Penilai'), ('leader', 'Ketua penilai'), ('head', 'Kepala unit')], max_length=9)),
                ('digest', models.CharField(max_length=64)),
                ('signed_at', models.DateTimeField()),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='evaluation.assessment')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('assessment', 'person'), name='evaluation_signature_once')],
            },
        ),
        migrations.CreateModel(
            name='UserAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('way', models.CharField(choices=[('link', 'Diisi sendiri'), ('interview', 'Wawancara penilai')], max_length=9)),
                ('answers', models.JSONField()),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='user_answers', to='evaluation.assessment')),
            ],
            options={
                'indexes': [models.Index(fields=['assessment', 'day'], name='evaluation_answers_by_day')],
            },
        ),
        migrations.CreateModel(
            name='ProgressNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('progress', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=500)),
                ('noted_at', models.DateTimeField()),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='evaluation.recommendation')),
            ],
        ),
    ]

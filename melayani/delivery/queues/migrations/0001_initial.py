import django.db.models.deletion
import django.db.models.functions.text
import melayani.foundation.audit.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('appointments', '0001_initial'),
        ('catalogue', '0001_initial'),
        ('messaging', '0001_initial'),
        ('organisations', '0001_initial'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_open', models.BooleanField(default=True)),
                ('gives_numbers', models.BooleanField(default=True)),
                ('stopped_because', models.CharField(blank=True, max_length=200)),
                ('priority_ahead', models.PositiveSmallIntegerField(default=30)),
                ('appointment_ahead', models.PositiveSmallIntegerField(default=30)),
                ('grace', models.PositiveSmallIntegerField(default=15)),
                ('door_token', models.CharField(max_length=64, unique=True)),
                ('paper_mm', models.PositiveSmallIntegerField(default=80)),
                ('voice', models.BooleanField(default=True)),
                ('pulse', models.PositiveBigIntegerField(default=1)),
                ('forecast_pulse', models.PositiveBigIntegerField(default=0)),
                ('forecast_at', models.DateTimeField(null=True)),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('paper_mm__in', [58, 80])), name='site_paper'), models.CheckConstraint(condition=models.Q(('appointment_ahead__lte', 240), ('grace__lte', 120), ('priority_ahead__lte', 240)), name='site_policy_bounded')],
            },
        ),
        migrations.CreateModel(
            name='Zone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='zones', to='queues.site')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('site', 'name'), name='zone_once')],
            },
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('prefix', models.CharField(max_length=2)),
                ('minutes', models.PositiveSmallIntegerField(default=12)),
                ('daily_limit', models.PositiveSmallIntegerField(null=True)),
                ('is_open', models.BooleanField(default=True)),
                ('wait_low', models.PositiveSmallIntegerField(null=True)),
                ('wait_high', models.PositiveSmallIntegerField(null=True)),
                ('foretold_at', models.DateTimeField(null=True)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='queues.site')),
                ('zone', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='queues.zone')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('site', 'service'), name='line_once'), models.UniqueConstraint(fields=('site', 'prefix'), name='line_prefix_once'), models.CheckConstraint(condition=models.Q(('minutes__gte', 1), ('minutes__lte', 480)), name='line_minutes'), models.CheckConstraint(condition=models.Q(('prefix', django.db.models.functions.text.Upper('prefix')), models.Q(('prefix', ''), _negated=True)), name='line_prefix_capital')],
            },
        ),
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('screen', 'Layar'), ('kiosk', 'Kios')], max_length=6)),
                ('name', models.CharField(max_length=60)),
                ('token', melayani.foundation.audit.fields.EncryptedField()),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('is_open', models.BooleanField(default=True)),
                ('seen_at', models.DateTimeField(null=True)),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='devices', to='queues.site')),
                ('zones', models.ManyToManyField(related_name='+', to='queues.zone')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('site', 'kind', 'name'), name='device_once')],
            },
        ),
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('break_from', models.TimeField(null=True)),
                ('break_until', models.TimeField(null=True)),
                ('is_open', models.BooleanField(default=True)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('lines', models.ManyToManyField(related_name='counters', to='queues.line')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counters', to='queues.site')),
                ('zone', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='counters', to='queues.zone')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('site', 'number'), name='counter_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1), ('number__lte', 99)), name='counter_number'), models.CheckConstraint(condition=models.Q(models.Q(('break_from__isnull', True), ('break_until__isnull', True)), ('break_until__gt', models.F('break_from')), _connector='OR'), name='counter_break_whole')],
            },
        ),
        migrations.CreateModel(
            name='LineDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('last_number', models.PositiveSmallIntegerField(default=0)),
                ('walk_ins', models.PositiveSmallIntegerField(default=0)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='days', to='queues.line')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('line', 'day'), name='lineday_once')],
            },
        ),
        migrations.CreateModel(
            name='Sitting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('on_break_since', models.DateTimeField(null=True)),
                ('break_minutes', models.PositiveSmallIntegerField(default=0)),
                ('counter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sittings', to='queues.counter')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('counter',), name='sitting_one_per_counter'), models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('officer',), name='sitting_one_per_officer'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='sitting_ends_later')],
            },
        ),
        migrations.CreateModel(
            name='Ticket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=16, unique=True)),
                ('secret', melayani.foundation.audit.fields.EncryptedField()),
                ('secret_hash', models.CharField(max_length=64)),
                ('day', models.DateField()),
                ('sequence', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('waiting', 'Menunggu'), ('called', 'Dipanggil'), ('serving', 'Dilayani'), ('held', 'Disimpan'), ('no_show', 'Tidak datang'), ('done', 'Selesai'), ('left', 'Keluar'), ('expired', 'Kedaluwarsa')], default='waiting', max_length=8)),
                ('way', models.CharField(choices=[('kiosk', 'Kios'), ('desk', 'Meja informasi'), ('phone', 'Ponsel di lokasi'), ('booking', 'Janji temu'), ('case', 'Dipanggil untuk permohonan')], max_length=8)),
                ('priority', models.BooleanField(default=False)),
                ('arrived_at', models.DateTimeField()),
                ('turn', models.DateTimeField()),
                ('called_at', models.DateTimeField(null=True)),
                ('served_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('case_number', models.CharField(blank=True, max_length=16)),
                ('request_key', models.CharField(blank=True, max_length=64)),
                ('printed', models.PositiveSmallIntegerField(default=0)),
                ('travel_minutes', models.PositiveSmallIntegerField(null=True)),
                ('told_to_leave_at', models.DateTimeField(null=True)),
                ('told_near_at', models.DateTimeField(null=True)),
                ('ahead', models.PositiveSmallIntegerField(null=True)),
                ('wait_low', models.PositiveSmallIntegerField(null=True)),
                ('wait_high', models.PositiveSmallIntegerField(null=True)),
                ('foretold_at', models.DateTimeField(null=True)),
                ('booking', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='queue_ticket', to='appointments.booking')),
                ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='messaging.contact')),
                ('counter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='queues.counter')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='queues.line')),
                ('only_counter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='queues.counter')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='queues.site')),
                ('taken_in', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='queues.line')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['line', 'turn'], name='ticket_next'), models.Index(fields=['site', 'day'], name='ticket_day'), models.Index(condition=models.Q(('state__in', ['done', 'expired', 'left']), _negated=True), fields=['day'], name='ticket_unfinished'), models.Index(condition=models.Q(('case_number', ''), _negated=True), fields=['case_number'], name='ticket_case')],
                'constraints': [models.UniqueConstraint(fields=('taken_in', 'day', 'sequence'), name='ticket_number_once'), models.UniqueConstraint(condition=models.Q(('state__in', ['called', 'serving'])), fields=('counter',), name='ticket_one_per_counter'), models.UniqueConstraint(condition=models.Q(('request_key', ''), _negated=True), fields=('site', 'request_key'), name='ticket_request_once'), models.CheckConstraint(condition=models.Q(('state__in', ['called', 'done', 'expired', 'held', 'left', 'no_show', 'serving', 'waiting'])), name='ticket_state_known'), models.CheckConstraint(condition=models.Q(('sequence__gte', 1)), name='ticket_sequence'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['called', 'serving']), _negated=True), models.Q(('called_at__isnull', False), ('counter__isnull', False)), _connector='OR'), name='ticket_at_counter'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state__in', ['done', 'expired', 'left'])), models.Q(models.Q(('state__in', ['done', 'expired', 'left']), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='ticket_final_has_moment'), models.CheckConstraint(condition=models.Q(models.Q(('wait_high__isnull', True), ('wait_low__isnull', True)), ('wait_high__gte', models.F('wait_low')), _connector='OR'), name='ticket_wait_ordered')],
            },
        ),
        migrations.CreateModel(
            name='Handling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('waited_from', models.DateTimeField()),
                ('called_at', models.DateTimeField()),
                ('served_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField()),
                ('outcome', models.CharField(choices=[('done', 'Selesai'), ('gone_on', 'Lanjut ke layanan lain'), ('transferred', 'Dialihkan'), ('held', 'Disimpan'), ('returned', 'Dikembalikan'), ('no_show', 'Tidak datang'), ('expired', 'Tidak ditutup')], max_length=12)),
                ('counter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='queues.counter')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='queues.line')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='queues.site')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handlings', to='queues.ticket')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('outcome', 'done')), fields=['line', '-ended_at'], name='handling_line'), models.Index(fields=['site', 'day'], name='handling_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ended_at__gte', models.F('called_at'))), name='handling_ends_later')],
            },
        ),
        migrations.CreateModel(
            name='Forecast',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField()),
                ('ahead', models.PositiveSmallIntegerField()),
                ('low', models.PositiveIntegerField()),
                ('middle', models.PositiveIntegerField()),
                ('high', models.PositiveIntegerField()),
                ('model', models.CharField(max_length=24)),
                ('came_after', models.PositiveIntegerField(null=True)),
                ('censored', models.BooleanField(default=False)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='queues.line')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='forecasts', to='queues.ticket')),
            ],
            options={
                'indexes': [models.Index(fields=['line', 'made_at'], name='forecast_line'), models.Index(condition=models.Q(('came_after__isnull', True), ('censored', False)), fields=['ticket'], name='forecast_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('high__gte', models.F('middle')), ('middle__gte', models.F('low'))), name='forecast_ordered')],
            },
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('called_at', models.DateTimeField()),
                ('is_recall', models.BooleanField(default=False)),
                ('counter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='queues.counter')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='queues.site')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='queues.ticket')),
            ],
            options={
                'indexes': [models.Index(fields=['site', '-id'], name='call_latest')],
            },
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('begun_at', models.DateTimeField(null=True)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='queues.line')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wishes', to='queues.ticket')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ticket', 'position'), name='wish_once')],
            },
        ),
    ]

import django.db.models.deletion
import django.db.models.expressions
import melayani.foundation.audit.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalogue', '0001_initial'),
        ('messaging', '0001_initial'),
        ('organisations', '0001_initial'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Booking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=16, unique=True)),
                ('secret', melayani.foundation.audit.fields.EncryptedField()),
                ('secret_hash', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('held', 'Ditahan'), ('booked', 'Terjadwal'), ('moved', 'Diusulkan pindah'), ('conflict', 'Bentrok'), ('checked_in', 'Hadir'), ('served', 'Selesai'), ('no_show', 'Tidak hadir'), ('cancelled', 'Dibatalkan')], max_length=12)),
                ('channel', models.CharField(choices=[('web', 'Daring'), ('api', 'Sistem lain'), ('officer', 'Petugas'), ('draw', 'Undian'), ('waiting', 'Daftar tunggu'), ('whatsapp', 'WhatsApp')], max_length=8)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('day', models.DateField()),
                ('party_size', models.PositiveSmallIntegerField(default=1)),
                ('priority', models.BooleanField(default=False)),
                ('held_until', models.DateTimeField(null=True)),
                ('holder', models.CharField(blank=True, max_length=64)),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('name', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('person_hash', models.CharField(blank=True, max_length=64)),
                ('phone', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('email', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('assistance', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('note', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('made_at', models.DateTimeField()),
                ('reminded_day_at', models.DateTimeField(null=True)),
                ('reminded_hours_at', models.DateTimeField(null=True)),
                ('checked_in_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('erased_at', models.DateTimeField(null=True)),
                ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='messaging.contact')),
                ('made_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'starts_at'], name='booking_day'), models.Index(condition=models.Q(('state__in', ['booked', 'conflict', 'moved'])), fields=['starts_at'], name='booking_coming'), models.Index(condition=models.Q(('state', 'held')), fields=['held_until'], name='booking_held')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['booked', 'checked_in', 'conflict', 'moved']), models.Q(('person_hash', ''), _negated=True)), fields=('person_hash', 'service', 'day'), name='booking_one_per_person_and_day'), models.CheckConstraint(condition=models.Q(('state__in', ['booked', 'cancelled', 'checked_in', 'conflict', 'held', 'moved', 'no_show', 'served'])), name='booking_state_known'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='booking_ends_later'), models.CheckConstraint(condition=models.Q(('party_size__gte', 1), ('party_size__lte', 10)), name='booking_party'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'held'), _negated=True), ('held_until__isnull', False), _connector='OR'), name='booking_held_has_end'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state__in', ['cancelled', 'no_show', 'served'])), models.Q(models.Q(('state__in', ['cancelled', 'no_show', 'served']), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='booking_final_has_moment')],
            },
        ),
        migrations.CreateModel(
            name='Closing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('reason', models.CharField(max_length=200)),
                ('closed_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('closed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mall', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('settled_at__isnull', True)), fields=['closed_at'], name='closing_unsettled')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'starts_at', 'ends_at'), name='closing_once'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='closing_ends_later')],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slots_needed', models.PositiveSmallIntegerField(default=1)),
                ('party_max', models.PositiveSmallIntegerField(default=4)),
                ('is_open', models.BooleanField(default=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'service'), name='offer_once'), models.CheckConstraint(condition=models.Q(('slots_needed__gte', 1), ('slots_needed__lte', 12), ('party_max__gte', 1), ('party_max__lte', 10)), name='offer_sizes')],
            },
        ),
        migrations.CreateModel(
            name='ReleasePlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('slug', models.CharField(max_length=24, unique=True)),
                ('kind', models.CharField(choices=[('at_once', 'Sekaligus'), ('waves', 'Bertahap'), ('draw', 'Undian')], max_length=8)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('opens_at', models.DateTimeField()),
                ('closes_at', models.DateTimeField(null=True)),
                ('waves', models.JSONField(default=list)),
                ('seed', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('commitment', models.CharField(blank=True, max_length=64)),
                ('drawn_at', models.DateTimeField(null=True)),
                ('result', models.JSONField(default=dict)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'first_day'], name='release_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='release_days_ordered'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'draw'), _negated=True), models.Q(('closes_at__gt', models.F('opens_at')), models.Q(('commitment', ''), _negated=True)), _connector='OR'), name='release_draw_whole')],
            },
        ),
        migrations.CreateModel(
            name='SessionTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('weekdays', models.JSONField(default=list)),
                ('starts', models.TimeField()),
                ('ends', models.TimeField()),
                ('slot_minutes', models.PositiveSmallIntegerField()),
                ('places', models.PositiveSmallIntegerField()),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'valid_from'], name='template_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='template_ends_later'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='template_valid_until_later'), models.CheckConstraint(condition=models.Q(('places__lte', 500), ('slot_minutes__gte', 5), ('slot_minutes__lte', 480)), name='template_sizes')],
            },
        ),
        migrations.CreateModel(
            name='Shift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('counter', models.CharField(max_length=40)),
                ('weekdays', models.JSONField(default=list)),
                ('starts', models.TimeField()),
                ('ends', models.TimeField()),
                ('break_from', models.TimeField(null=True)),
                ('break_until', models.TimeField(null=True)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('services', models.ManyToManyField(related_name='+', to='catalogue.service')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'valid_from'], name='shift_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='shift_ends_later'), models.CheckConstraint(condition=models.Q(models.Q(('break_from__isnull', True), ('break_until__isnull', True)), ('break_until__gt', models.F('break_from')), _connector='OR'), name='shift_break_whole')],
            },
        ),
        migrations.CreateModel(
            name='UnitPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('horizon_days', models.PositiveSmallIntegerField(default=30)),
                ('lead_minutes', models.PositiveSmallIntegerField(default=30)),
                ('walk_in_percent', models.PositiveSmallIntegerField(default=0)),
                ('priority_percent', models.PositiveSmallIntegerField(default=0)),
                ('uses_roster', models.BooleanField(default=False)),
                ('is_open', models.BooleanField(default=True)),
                ('stale_since', models.DateTimeField(null=True)),
                ('generated_until', models.DateField(null=True)),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['stale_since'], name='unitplan_stale')],
                'constraints': [models.CheckConstraint(condition=models.Q(('priority_percent__lte', 100), ('walk_in_percent__lte', 100), ('walk_in_percent__lte', django.db.models.expressions.CombinedExpression(models.Value(100), '-', models.F('priority_percent')))), name='unitplan_shares_fit'), models.CheckConstraint(condition=models.Q(('horizon_days__gte', 1), ('horizon_days__lte', 180)), name='unitplan_horizon')],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('was', models.DateTimeField()),
                ('becomes', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='appointments.booking')),
                ('closing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='appointments.closing')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('closing', 'booking'), name='proposal_once')],
            },
        ),
        migrations.CreateModel(
            name='DrawEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=16, unique=True)),
                ('party_size', models.PositiveSmallIntegerField(default=1)),
                ('priority', models.BooleanField(default=False)),
                ('name', melayani.foundation.audit.fields.EncryptedField()),
                ('person_hash', models.CharField(max_length=64)),
                ('assistance', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('made_at', models.DateTimeField()),
                ('rank', models.PositiveIntegerField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('won', 'Mendapat tempat'), ('waiting', 'Daftar tunggu'), ('booked', 'Sudah punya janji temu'), ('none', 'Tidak mendapat tempat')], max_length=8)),
                ('booking', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='draw_entry', to='appointments.booking')),
                ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='messaging.contact')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='appointments.releaseplan')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plan', 'person_hash', 'service'), name='drawentry_once'), models.CheckConstraint(condition=models.Q(models.Q(('booking__isnull', False), ('outcome', 'won')), models.Q(models.Q(('outcome', 'won'), _negated=True), ('booking__isnull', True)), _connector='OR'), name='drawentry_won_has_place')],
            },
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('at_home', models.BooleanField(default=False)),
                ('shift', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to='appointments.shift')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='absence_ends_later')],
            },
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('capacity', models.PositiveSmallIntegerField()),
                ('walk_in', models.PositiveSmallIntegerField(default=0)),
                ('priority', models.PositiveSmallIntegerField(default=0)),
                ('by_hand', models.PositiveSmallIntegerField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('release', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='slots', to='appointments.releaseplan')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'starts_at'), name='slot_once'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='slot_ends_later'), models.CheckConstraint(condition=models.Q(('capacity__gte', django.db.models.expressions.CombinedExpression(models.F('walk_in'), '+', models.F('priority')))), name='slot_shares_fit')],
            },
        ),
        migrations.CreateModel(
            name='TemplateCap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('places', models.PositiveSmallIntegerField()),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service')),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='caps', to='appointments.sessiontemplate')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('template', 'service'), name='templatecap_once')],
            },
        ),
        migrations.CreateModel(
            name='WaitingEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('secret', melayani.foundation.audit.fields.EncryptedField()),
                ('secret_hash', models.CharField(max_length=64, unique=True)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('party_size', models.PositiveSmallIntegerField(default=1)),
                ('priority', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('waiting', 'Menunggu'), ('offered', 'Ditawari'), ('served', 'Mendapat tempat'), ('left', 'Keluar'), ('over', 'Lewat')], default='waiting', max_length=8)),
                ('offers_made', models.PositiveSmallIntegerField(default=0)),
                ('name', melayani.foundation.audit.fields.EncryptedField()),
                ('person_hash', models.CharField(max_length=64)),
                ('assistance', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('made_at', models.DateTimeField()),
                ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='messaging.contact')),
                ('offer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='appointments.booking')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('replaces', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='waiting', to='appointments.booking')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['organisation', 'service', 'made_at'], name='waiting_line')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'offered']), models.Q(('person_hash', ''), _negated=True)), fields=('person_hash', 'service', 'first_day', 'last_day'), name='waiting_once'), models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='waiting_days_ordered')],
            },
        ),
        migrations.CreateModel(
            name='ServiceCap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('places', models.PositiveSmallIntegerField()),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service')),
                ('slot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='caps', to='appointments.slot')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('slot', 'service'), name='servicecap_once')],
            },
        ),
        migrations.CreateModel(
            name='BookedSlot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('places', models.PositiveSmallIntegerField()),
                ('priority', models.BooleanField(default=False)),
                ('held_until', models.DateTimeField(null=True)),
                ('released_at', models.DateTimeField(null=True)),
                ('service', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service')),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='appointments.booking')),
                ('slot', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='places', to='appointments.slot')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('released_at__isnull', True)), fields=['slot'], name='bookedslot_taken')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('released_at__isnull', True)), fields=('booking', 'slot'), name='bookedslot_once'), models.CheckConstraint(condition=models.Q(('places__gte', 1)), name='bookedslot_places')],
            },
        ),
    ]

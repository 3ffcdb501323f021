import django.db.models.deletion
import melayani.foundation.audit.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('attachments', '0001_initial'),
        ('documents', '0001_initial'),
        ('messaging', '0001_initial'),
        ('organisations', '0001_initial'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('kind', models.CharField(max_length=32)),
                ('title', models.CharField(max_length=200)),
                ('summary', models.TextField(blank=True, max_length=2000)),
                ('audience', models.CharField(blank=True, max_length=300)),
                ('aims', models.TextField(blank=True, max_length=1000)),
                ('topics', models.JSONField(default=list)),
                ('speakers', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('draft', 'Rancangan'), ('open', 'Dibuka'), ('closed', 'Ditutup'), ('held', 'Selesai'), ('cancelled', 'Dibatalkan')], default='draft', max_length=9)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('needs_approval', models.BooleanField(default=False)),
                ('by_invitation', models.BooleanField(default=False)),
                ('certificate', models.BooleanField(default=False)),
                ('parts_percent', models.PositiveSmallIntegerField(default=100)),
                ('post_score', models.PositiveSmallIntegerField(default=0)),
                ('needs_feedback', models.BooleanField(default=False)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('first_at', models.DateTimeField(null=True)),
                ('last_at', models.DateTimeField(null=True)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'first_at'], name='training_event_coming'), models.Index(fields=['organisation', '-first_at'], name='training_event_of')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'open', 'closed', 'held', 'cancelled'])), name='training_event_state'), models.CheckConstraint(condition=models.Q(('parts_percent__lte', 100), ('post_score__lte', 100)), name='training_event_percents')],
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300)),
                ('due_on', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('result', models.CharField(blank=True, max_length=500)),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follow_ups', to='training.event')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_at__isnull', True)), fields=['organisation', 'due_on'], name='training_todo')],
                'constraints': [models.CheckConstraint(condition=models.Q(('done_at__isnull', True), models.Q(('result', ''), _negated=True), _connector='OR'), name='training_done_with_result')],
            },
        ),
        migrations.CreateModel(
            name='Material',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160)),
                ('url', models.URLField(blank=True, max_length=500)),
                ('public', models.BooleanField(default=False)),
                ('added_at', models.DateTimeField()),
                ('attachment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.attachment')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='materials', to='training.event')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('attachment__isnull', False), ('url', '')), models.Q(('attachment__isnull', True), models.Q(('url', ''), _negated=True)), _connector='OR'), name='training_material_file_or_link')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=400)),
                ('answers', models.JSONField(default=list)),
                ('right', models.PositiveSmallIntegerField()),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='training.event')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('event', 'number'), name='training_question_once')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('title', models.CharField(blank=True, max_length=160)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('time_known', models.BooleanField(default=True)),
                ('regions', models.JSONField(default=list)),
                ('offices', models.JSONField(default=list)),
                ('capacity', models.PositiveSmallIntegerField()),
                ('cap_per_agency', models.PositiveSmallIntegerField(null=True)),
                ('parts', models.PositiveSmallIntegerField(default=1)),
                ('place', models.CharField(blank=True, max_length=250)),
                ('room_kind', models.CharField(choices=[('none', 'Tatap muka saja'), ('link', 'Tautan rapat daring'), ('bigbluebutton', 'Ruang BigBlueButton')], default='none', max_length=13)),
                ('room_url', models.URLField(blank=True, max_length=500)),
                ('room_fault', models.CharField(blank=True, max_length=200)),
                ('room_looked_at', models.DateTimeField(null=True)),
                ('code_secret', melayani.foundation.audit.fields.EncryptedField()),
                ('recorded_people', models.PositiveIntegerField(null=True)),
                ('recorded_offices', models.PositiveIntegerField(null=True)),
                ('recorded_note', models.CharField(blank=True, max_length=300)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='training.event')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('event', 'number'), name='training_session_once'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='training_session_ends_later'), models.CheckConstraint(condition=models.Q(('capacity__gte', 1)), name='training_session_has_places'), models.CheckConstraint(condition=models.Q(('parts__gte', 1), ('parts__lte', 12)), name='training_session_parts'), models.CheckConstraint(condition=models.Q(('cap_per_agency__isnull', True), ('cap_per_agency__gte', 1), _connector='OR'), name='training_session_cap')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(max_length=32)),
                ('people', models.PositiveSmallIntegerField(default=1)),
                ('secret', melayani.foundation.audit.fields.EncryptedField()),
                ('secret_hash', models.CharField(max_length=64, unique=True)),
                ('answer', models.CharField(choices=[('open', 'Belum dijawab'), ('accepted', 'Mengirim peserta'), ('declined', 'Tidak dapat hadir')], default='open', max_length=8)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('made_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='training.session')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('session', 'organisation'), name='training_invited_once'), models.CheckConstraint(condition=models.Q(('people__gte', 1)), name='training_invites_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Scan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('taken_at', models.DateTimeField()),
                ('outcome', models.CharField(max_length=8)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scans', to='training.session')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('session', 'key'), name='training_scan_once')],
            },
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scores', models.JSONField(default=dict)),
                ('text', models.CharField(blank=True, max_length=1000)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feedback', to='training.session')),
            ],
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=16, unique=True)),
                ('secret', melayani.foundation.audit.fields.EncryptedField()),
                ('secret_hash', models.CharField(max_length=64, unique=True)),
                ('state', models.CharField(choices=[('pending', 'Menunggu persetujuan'), ('confirmed', 'Terdaftar'), ('waiting', 'Daftar tunggu'), ('rejected', 'Ditolak'), ('withdrawn', 'Mengundurkan diri'), ('lapsed', 'Gugur'), ('attended', 'Hadir'), ('absent', 'Tidak hadir'), ('completed', 'Bersertifikat')], max_length=9)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('way', models.CharField(choices=[('web', 'Daring'), ('account', 'Akun petugas'), ('unit', 'Didaftarkan unitnya'), ('invitation', 'Tautan undangan')], default='web', max_length=10)),
                ('name', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('position', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('needs', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('person_hash', models.CharField(blank=True, max_length=64)),
                ('office', models.CharField(max_length=32)),
                ('agency_name', models.CharField(max_length=160)),
                ('agency_key', models.CharField(max_length=120)),
                ('made_at', models.DateTimeField()),
                ('sequence', models.PositiveSmallIntegerField(default=0)),
                ('reminded_day_at', models.DateTimeField(null=True)),
                ('reminded_hours_at', models.DateTimeField(null=True)),
                ('pre_score', models.PositiveSmallIntegerField(null=True)),
                ('post_score', models.PositiveSmallIntegerField(null=True)),
                ('gave_feedback', models.BooleanField(default=False)),
                ('erased_at', models.DateTimeField(null=True)),
                ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='messaging.contact')),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='registrations', to='training.event')),
                ('invitation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='registrations', to='training.invitation')),
                ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.region')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='registrations', to='training.session')),
            ],
            options={
                'indexes': [models.Index(fields=['session', 'state', 'made_at'], name='training_reg_session'), models.Index(fields=['session', 'agency_key'], name='training_reg_agency'), models.Index(fields=['officer', '-made_at'], name='training_reg_officer')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['absent', 'attended', 'completed', 'confirmed', 'pending', 'waiting']), models.Q(('person_hash', ''), _negated=True)), fields=('event', 'person_hash'), name='training_one_per_person'), models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'confirmed', 'waiting', 'rejected', 'withdrawn', 'lapsed', 'attended', 'absent', 'completed'])), name='training_reg_state')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.PositiveSmallIntegerField()),
                ('how', models.CharField(choices=[('code', 'Kode di layar'), ('scan', 'Pindai QR'), ('desk', 'Dicatat petugas'), ('room', 'Ruang daring')], max_length=4)),
                ('at', models.DateTimeField()),
                ('marked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='training.registration')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('registration', 'part'), name='training_there_once')],
            },
        ),
        migrations.CreateModel(
            name='RoomPresence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.PositiveSmallIntegerField()),
                ('seconds', models.PositiveIntegerField(default=0)),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='training.registration')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('registration', 'part'), name='training_seen_once')],
            },
        ),
    ]

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('attachments', '0001_initial'),
        ('documents', '0001_initial'),
        ('organisations', '0001_initial'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Collection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.TextField()),
                ('collected_on', models.DateField()),
                ('units', models.JSONField(default=list)),
                ('caution', models.TextField(blank=True)),
                ('fields', models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='MallEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(blank=True, max_length=250)),
                ('opening_note', models.CharField(blank=True, max_length=200)),
                ('published', models.JSONField(default=list)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('mall', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='mall_entry', to='organisations.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_id', models.CharField(max_length=80, null=True, unique=True)),
                ('slug', models.SlugField(max_length=140, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('group', models.CharField(max_length=40)),
                ('aliases', models.JSONField(default=list)),
                ('channels', models.JSONField(default=list)),
                ('channel_notes', models.JSONField(default=dict)),
                ('sippn_id', models.CharField(blank=True, max_length=20)),
                ('sippn_url', models.URLField(blank=True, max_length=300)),
                ('lapor_url', models.URLField(blank=True)),
                ('is_offered', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField()),
                ('search_title', models.TextField(blank=True, default='')),
                ('search_aliases', models.TextField(blank=True, default='')),
                ('search_names', models.TextField(blank=True, default='')),
                ('search_text', models.TextField(blank=True, default='')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['group', 'id'], name='service_group'), models.Index(fields=['agency', 'id'], name='service_agency')],
            },
        ),
        migrations.CreateModel(
            name='Pledge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('published', 'Berlaku'), ('replaced', 'Diganti'), ('withdrawn', 'Ditarik')], default='published', max_length=10)),
                ('promise', models.TextField(max_length=1000)),
                ('duty', models.TextField(max_length=1000)),
                ('sanction', models.TextField(max_length=1000)),
                ('signer_name', models.CharField(max_length=120)),
                ('signer_post', models.CharField(max_length=120)),
                ('place', models.CharField(max_length=80)),
                ('signed_on', models.DateField()),
                ('decree_no', models.CharField(blank=True, max_length=120)),
                ('shown_at', models.CharField(blank=True, max_length=250)),
                ('published_at', models.DateTimeField()),
                ('withdrawn_reason', models.CharField(blank=True, max_length=500)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pledges', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'published')), fields=('organisation',), name='pledge_one_in_force'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), models.Q(('withdrawn_reason', ''), _negated=True), _connector='OR'), name='pledge_withdrawn_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='ReadinessCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(max_length=24)),
                ('criterion', models.CharField(max_length=24)),
                ('state', models.CharField(choices=[('met', 'Terpenuhi'), ('partly', 'Sebagian'), ('not_met', 'Belum terpenuhi'), ('not_judged', 'Belum dinilai')], max_length=12)),
                ('evidence', models.CharField(blank=True, max_length=600)),
                ('evidence_url', models.URLField(blank=True, max_length=300)),
                ('checked_on', models.DateField()),
                ('is_current', models.BooleanField(default=True)),
                ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mall', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readiness_checks', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('mall', 'version', 'criterion'), name='readiness_one_current'), models.CheckConstraint(condition=models.Q(('state', 'not_judged'), models.Q(('evidence', ''), _negated=True), _connector='OR'), name='readiness_judged_has_evidence')],
            },
        ),
        migrations.CreateModel(
            name='Standard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('state', models.CharField(choices=[('draft', 'Rancangan'), ('in_consultation', 'Dibahas dengan masyarakat'), ('agreed', 'Disepakati'), ('decreed', 'Ditetapkan'), ('published', 'Berlaku dan diumumkan'), ('under_review', 'Berlaku, sedang ditinjau'), ('superseded', 'Diganti')], default='draft', max_length=16)),
                ('decree_no', models.CharField(blank=True, max_length=120)),
                ('decree_date', models.DateField(null=True)),
                ('decree_by', models.CharField(blank=True, max_length=160)),
                ('present_state', models.TextField(blank=True)),
                ('present_on', models.DateField(null=True)),
                ('duration_text', models.TextField(blank=True)),
                ('duration_min', models.PositiveIntegerField(null=True)),
                ('duration_max', models.PositiveIntegerField(null=True)),
                ('duration_unit', models.CharField(blank=True, choices=[('minute', 'menit'), ('hour', 'jam'), ('calendar_day', 'hari kalender'), ('working_day', 'hari kerja'), ('month', 'bulan'), ('external_sla', 'menurut sistem lain')], max_length=16)),
                ('duration_unit_published', models.CharField(blank=True, max_length=16)),
                ('clock_starts', models.CharField(blank=True, max_length=120)),
                ('fee_amount', models.PositiveBigIntegerField(null=True)),
                ('fee_currency', models.CharField(default='IDR', max_length=3)),
                ('fee_text', models.CharField(blank=True, max_length=250)),
                ('levy_text', models.CharField(blank=True, max_length=250)),
                ('product', models.CharField(blank=True, max_length=250)),
                ('note', models.TextField(blank=True)),
                ('source_url', models.CharField(blank=True, max_length=400)),
                ('partial', models.JSONField(default=list)),
                ('published_at', models.DateTimeField(null=True)),
                ('valid_from', models.DateField(null=True)),
                ('valid_until', models.DateField(null=True)),
                ('collected_on', models.DateField(null=True)),
                ('source', models.JSONField(default=dict)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('unread', models.JSONField(default=dict)),
                ('stated', models.CharField(blank=True, max_length=240)),
                ('reviewed_on', models.DateField(null=True)),
                ('review_due', models.DateField(null=True)),
                ('reminded_for', models.DateField(null=True)),
                ('collection', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='standards', to='catalogue.collection')),
                ('decree_file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.attachment')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='standards', to='catalogue.service')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'review_due'], name='standard_review')],
                'constraints': [models.UniqueConstraint(fields=('service', 'version'), name='standard_version_once'), models.UniqueConstraint(condition=models.Q(('state__in', ['published', 'under_review'])), fields=('service',), name='standard_one_in_force'), models.CheckConstraint(condition=models.Q(('duration_min__isnull', True), ('duration_max__isnull', True), ('duration_max__gte', models.F('duration_min')), _connector='OR'), name='standard_duration_ordered'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['published', 'superseded', 'under_review']), _negated=True), ('published_at__isnull', False), _connector='OR'), name='standard_published_has_time')],
            },
        ),
        migrations.CreateModel(
            name='Stage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('name', models.CharField(max_length=200)),
                ('min', models.PositiveIntegerField(null=True)),
                ('max', models.PositiveIntegerField(null=True)),
                ('unit', models.CharField(choices=[('minute', 'menit'), ('hour', 'jam'), ('calendar_day', 'hari kalender'), ('working_day', 'hari kerja'), ('month', 'bulan'), ('external_sla', 'menurut sistem lain')], max_length=16)),
                ('min_stated', models.BooleanField(default=True)),
                ('standard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stages', to='catalogue.standard')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('standard', 'position'), name='stage_position_once')],
            },
        ),
        migrations.CreateModel(
            name='PublishedLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('text', models.CharField(max_length=300)),
                ('standard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='published_lines', to='catalogue.standard')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('medium', models.CharField(choices=[('sippn', 'SIPPN'), ('website', 'Laman instansi'), ('social', 'Media sosial'), ('board', 'Papan atau layar di kantor'), ('print', 'Brosur atau cetakan'), ('mass_media', 'Media massa'), ('other', 'Media lain')], max_length=12)),
                ('published_on', models.DateField()),
                ('address', models.URLField(blank=True, max_length=400)),
                ('words', models.CharField(blank=True, max_length=250)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.attachment')),
                ('standard', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='catalogue.standard')),
            ],
            options={
                'indexes': [models.Index(fields=['standard', 'medium'], name='publication_medium')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('address', ''), _negated=True), ('file__isnull', False), _connector='OR'), name='publication_has_evidence')],
            },
        ),
        migrations.CreateModel(
            name='ProcedureStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('text', models.CharField(max_length=300)),
                ('actor', models.CharField(blank=True, max_length=20)),
                ('standard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='catalogue.standard')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('standard', 'number'), name='step_number_once')],
            },
        ),
        migrations.CreateModel(
            name='LegalBasis',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('text', models.CharField(max_length=300)),
                ('standard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='legal_bases', to='catalogue.standard')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FormCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('code', models.CharField(max_length=20)),
                ('standard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='forms', to='catalogue.standard')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Discussion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('consultation', 'Forum konsultasi publik'), ('other', 'Pertemuan lain')], max_length=12)),
                ('number', models.CharField(blank=True, max_length=64)),
                ('held_on', models.DateField()),
                ('words', models.TextField(max_length=2000)),
                ('minutes_number', models.CharField(blank=True, max_length=64)),
                ('minutes_file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.attachment')),
                ('standard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='discussions', to='catalogue.standard')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'consultation'), _negated=True), models.Q(('number', ''), _negated=True), _connector='OR'), name='discussion_consultation_has_number')],
            },
        ),
        migrations.CreateModel(
            name='Component',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=24)),
                ('text', models.TextField()),
                ('standard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='components', to='catalogue.standard')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('standard', 'key'), name='component_once')],
            },
        ),
        migrations.CreateModel(
            name='ComplaintTier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('tier', models.CharField(max_length=80)),
                ('max', models.PositiveIntegerField()),
                ('unit', models.CharField(choices=[('minute', 'menit'), ('hour', 'jam'), ('calendar_day', 'hari kalender'), ('working_day', 'hari kerja'), ('month', 'bulan'), ('external_sla', 'menurut sistem lain')], max_length=16)),
                ('standard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='complaint_tiers', to='catalogue.standard')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ComplaintChannel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('text', models.CharField(max_length=300)),
                ('standard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='complaint_channels', to='catalogue.standard')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ClauseOrigin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('component', models.CharField(max_length=24)),
                ('kind', models.CharField(choices=[('consultation', 'Forum konsultasi publik'), ('finding', 'Temuan pemantauan'), ('complaint', 'Pengaduan'), ('survey', 'Survei kepuasan'), ('other', 'Sebab lain')], max_length=12)),
                ('number', models.CharField(blank=True, max_length=64)),
                ('words', models.CharField(max_length=500)),
                ('noted_at', models.DateTimeField()),
                ('standard', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='origins', to='catalogue.standard')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('standard', 'component', 'kind', 'number'), name='origin_once'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'consultation'), _negated=True), models.Q(('number', ''), _negated=True), _connector='OR'), name='origin_consultation_has_number')],
            },
        ),
        migrations.CreateModel(
            name='StandardCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('component', models.CharField(blank=True, max_length=24)),
                ('state', models.CharField(choices=[('kept', 'Dijalankan'), ('partly', 'Sebagian'), ('not_kept', 'Belum dijalankan')], max_length=8)),
                ('checked_on', models.DateField()),
                ('finding', models.TextField(max_length=2000)),
                ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('standard', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='catalogue.standard')),
            ],
            options={
                'indexes': [models.Index(fields=['standard', '-checked_on'], name='check_of_standard')],
            },
        ),
        migrations.CreateModel(
            name='TeamMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('function', models.CharField(choices=[('head', 'Pimpinan unit'), ('owner', 'Pemilik layanan'), ('front', 'Petugas layanan'), ('administration', 'Tata usaha'), ('other', 'Anggota lain')], max_length=16)),
                ('post', models.CharField(blank=True, max_length=120)),
                ('standard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='team', to='catalogue.standard')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('standard', 'name', 'function'), name='team_member_once')],
            },
        ),
        migrations.CreateModel(
            name='Variant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60)),
                ('label', models.CharField(max_length=120)),
                ('position', models.PositiveIntegerField()),
                ('standard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='variants', to='catalogue.standard')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('standard', 'key'), name='variant_key_once')],
            },
        ),
        migrations.CreateModel(
            name='Requirement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('published_line', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('document', 'Berkas'), ('fact', 'Keadaan')], default='document', max_length=8)),
                ('text', models.CharField(max_length=300)),
                ('condition', models.CharField(blank=True, max_length=200)),
                ('alternatives', models.JSONField(default=list)),
                ('standard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='requirements', to='catalogue.standard')),
                ('variant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='requirements', to='catalogue.variant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('standard', 'variant', 'number'), name='requirement_number_once'), models.UniqueConstraint(condition=models.Q(('variant__isnull', True)), fields=('standard', 'number'), name='requirement_number_once_plain')],
            },
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('attachments', '0001_initial'),
        ('catalogue', '0001_initial'),
        ('messaging', '0001_initial'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=140, unique=True)),
                ('kind', models.CharField(choices=[('closure', 'Kantor tutup'), ('hours', 'Jam layanan berubah'), ('limit', 'Pelayanan dibatasi'), ('outage', 'Gangguan layanan'), ('new_service', 'Layanan baru'), ('information', 'Informasi')], max_length=12)),
                ('severity', models.CharField(choices=[('note', 'Perlu diketahui'), ('warn', 'Penting'), ('urgent', 'Mendesak')], default='note', max_length=6)),
                ('title', models.CharField(max_length=120)),
                ('text', models.TextField()),
                ('title_en', models.CharField(blank=True, max_length=120)),
                ('text_en', models.TextField(blank=True)),
                ('audience', models.CharField(choices=[('unit', 'Satu kantor dan semua di bawahnya'), ('service', 'Satu layanan'), ('region', 'Satu wilayah'), ('all', 'Semua orang')], max_length=8)),
                ('valid_from', models.DateTimeField()),
                ('valid_until', models.DateTimeField(null=True)),
                ('affects_from', models.DateTimeField(null=True)),
                ('affects_until', models.DateTimeField(null=True)),
                ('tell_bookings', models.BooleanField(default=False)),
                ('tell_cases', models.BooleanField(default=False)),
                ('tell_subscribers', models.BooleanField(default=True)),
                ('state', models.CharField(choices=[('draft', 'Rancangan'), ('checked', 'Sudah diperiksa'), ('published', 'Terbit'), ('withdrawn', 'Ditarik'), ('over', 'Sudah berakhir')], default='draft', max_length=10)),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('correction', models.CharField(blank=True, max_length=300)),
                ('corrected_at', models.DateTimeField(null=True)),
                ('origin', models.CharField(blank=True, max_length=160)),
                ('withdrawal_proposed', models.CharField(blank=True, max_length=200)),
                ('written_by', models.CharField(max_length=40)),
                ('created_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.region')),
                ('service', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'published')), fields=['valid_until'], name='announcement_in_force'), models.Index(fields=['-published_at', '-id'], name='announcement_newest'), models.Index(fields=['organisation', 'state'], name='announcement_of_office')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['checked', 'draft', 'over', 'published', 'withdrawn'])), name='announcement_state_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['closure', 'hours', 'information', 'limit', 'new_service', 'outage'])), name='announcement_kind_known'), models.CheckConstraint(condition=models.Q(('severity__in', ['note', 'urgent', 'warn'])), name='announcement_severity_known'), models.CheckConstraint(condition=models.Q(models.Q(('audience', 'all'), ('region__isnull', True), ('service__isnull', True), ('unit__isnull', True)), models.Q(('audience', 'unit'), ('region__isnull', True), ('service__isnull', True), ('unit__isnull', False)), models.Q(('audience', 'service'), ('region__isnull', True), ('service__isnull', False), ('unit__isnull', True)), models.Q(('audience', 'region'), ('region__isnull', False), ('service__isnull', True), ('unit__isnull', True)), _connector='OR'), name='announcement_audience_whole'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='announcement_ends_after_start'), models.CheckConstraint(condition=models.Q(('affects_until__isnull', True), ('affects_until__gt', models.F('affects_from')), _connector='OR'), name='announcement_affects_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['published', 'over']), _negated=True), ('published_at__isnull', False), _connector='OR'), name='announcement_published_has_moment'), models.UniqueConstraint(condition=models.Q(('origin', ''), _negated=True), fields=('origin',), name='announcement_origin_once')],
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messaging.contact')),
                ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.region')),
                ('service', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('region__isnull', True), ('service__isnull', True), ('unit__isnull', False)), models.Q(('region__isnull', True), ('service__isnull', False), ('unit__isnull', True)), models.Q(('region__isnull', False), ('service__isnull', True), ('unit__isnull', True)), _connector='OR'), name='subscription_one_scope'), models.UniqueConstraint(condition=models.Q(('unit__isnull', False)), fields=('contact', 'unit'), name='subscription_unit_once'), models.UniqueConstraint(condition=models.Q(('service__isnull', False)), fields=('contact', 'service'), name='subscription_service_once'), models.UniqueConstraint(condition=models.Q(('region__isnull', False)), fields=('contact', 'region'), name='subscription_region_once')],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('medium', models.CharField(choices=[('social', 'Media sosial'), ('radio', 'Radio'), ('television', 'Televisi'), ('newspaper', 'Surat kabar'), ('board', 'Papan pengumuman'), ('loudspeaker', 'Pengeras suara'), ('telephone', 'Telepon'), ('meeting', 'Pertemuan warga'), ('other', 'Lainnya')], max_length=12)),
                ('place', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('note', models.CharField(blank=True, max_length=300)),
                ('recorded_at', models.DateTimeField()),
                ('announcement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='announcements.announcement')),
            ],
            options={
                'indexes': [models.Index(fields=['announcement', 'at'], name='publication_of_announcement')],
                'constraints': [models.CheckConstraint(condition=models.Q(('medium__in', ['board', 'loudspeaker', 'meeting', 'newspaper', 'other', 'radio', 'social', 'telephone', 'television'])), name='publication_medium_known')],
            },
        ),
        migrations.CreateModel(
            name='Telling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('running', 'Sedang dikirim'), ('stopped', 'Dihentikan'), ('done', 'Selesai')], default='running', max_length=8)),
                ('source', models.PositiveSmallIntegerField(default=0)),
                ('cursor', models.BigIntegerField(default=0)),
                ('expected', models.PositiveIntegerField()),
                ('queued', models.PositiveIntegerField(default=0)),
                ('started_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('reach', models.JSONField(default=list)),
                ('counted_at', models.DateTimeField(null=True)),
                ('count_at', models.DateTimeField(null=True)),
                ('announcement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='telling', to='announcements.announcement')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'running')), fields=['changed_at', 'id'], name='telling_running'), models.Index(condition=models.Q(('count_at__isnull', False)), fields=['count_at', 'id'], name='telling_to_count')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['done', 'running', 'stopped'])), name='telling_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', False), ('state', 'done')), models.Q(models.Q(('state', 'done'), _negated=True), ('finished_at__isnull', True)), _connector='OR'), name='telling_done_has_moment')],
            },
        ),
        migrations.CreateModel(
            name='PublicationFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attachment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.attachment')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='announcements.publication')),
            ],
        ),
    ]

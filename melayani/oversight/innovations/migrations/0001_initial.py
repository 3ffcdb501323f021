import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('attachments', '0001_initial'),
        ('catalogue', '0001_initial'),
        ('organisations', '0001_initial'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Innovation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=140, unique=True)),
                ('title', models.CharField(max_length=160)),
                ('summary', models.CharField(blank=True, max_length=600)),
                ('initiators', models.CharField(blank=True, max_length=200)),
                ('phase', models.CharField(choices=[('creation', 'Penciptaan'), ('development', 'Pengembangan'), ('institutionalisation', 'Pelembagaan')], default='creation', max_length=20)),
                ('is_digital', models.BooleanField(default=False)),
                ('question_set', models.CharField(max_length=40)),
                ('answers', models.JSONField(default=dict)),
                ('criteria', models.JSONField(default=dict)),
                ('goals', models.JSONField(default=list)),
                ('trial_from', models.DateField(null=True)),
                ('used_from', models.DateField(null=True)),
                ('cost', models.PositiveBigIntegerField(null=True)),
                ('legal_state', models.CharField(blank=True, choices=[('draft', 'Baru rancangan'), ('in_force', 'Berlaku')], max_length=8)),
                ('legal_basis', models.CharField(blank=True, max_length=300)),
                ('resources', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('draft', 'Rancangan'), ('submitted', 'Menunggu pemeriksaan biro'), ('published', 'Terbit di pustaka'), ('withdrawn', 'Ditarik')], default='draft', max_length=10)),
                ('found', models.CharField(blank=True, max_length=8)),
                ('checked_on', models.DateField(null=True)),
                ('next_check', models.DateField(null=True)),
                ('reminded_on', models.DateField(null=True)),
                ('search_text', models.TextField(blank=True, default='')),
                ('created_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='innovations', to='organisations.organisation')),
                ('original', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='innovations.innovation')),
                ('services', models.ManyToManyField(blank=True, related_name='+', to='catalogue.service')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'published')), fields=['-published_at', '-id'], name='innovation_library'), models.Index(fields=['organisation', 'state'], name='innovation_of_unit'), models.Index(condition=models.Q(('state', 'published')), fields=['next_check'], name='innovation_next_check')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'published', 'submitted', 'withdrawn'])), name='innovation_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='innovation_published_has_moment'), models.CheckConstraint(condition=models.Q(('trial_from__isnull', True), ('used_from__isnull', True), ('used_from__gte', models.F('trial_from')), _connector='OR'), name='innovation_used_after_trial'), models.CheckConstraint(condition=models.Q(('found', ''), ('checked_on__isnull', False), _connector='OR'), name='innovation_found_has_day')],
            },
        ),
        migrations.CreateModel(
            name='Figure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=120)),
                ('unit', models.CharField(max_length=40)),
                ('lower_is_better', models.BooleanField(default=False)),
                ('baseline', models.DecimalField(decimal_places=2, max_digits=15)),
                ('baseline_on', models.DateField()),
                ('result', models.DecimalField(decimal_places=2, max_digits=15, null=True)),
                ('result_on', models.DateField(null=True)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('innovation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='innovations.innovation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('innovation', 'position'), name='innovation_figure_place'), models.CheckConstraint(condition=models.Q(models.Q(('result__isnull', True), ('result_on__isnull', True)), models.Q(('result__isnull', False), ('result_on__gt', models.F('baseline_on'))), _connector='OR'), name='innovation_result_has_day')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160)),
                ('added_at', models.DateTimeField()),
                ('attachment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.attachment')),
                ('innovation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='innovations.innovation')),
            ],
        ),
        migrations.CreateModel(
            name='ContestEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contest', models.CharField(max_length=120)),
                ('year', models.PositiveSmallIntegerField()),
                ('group', models.CharField(blank=True, max_length=80)),
                ('result', models.CharField(choices=[('entered', 'Ikut serta'), ('passed', 'Lolos seleksi administrasi'), ('finalist', 'Finalis'), ('won', 'Meraih penghargaan'), ('failed', 'Tidak lolos')], max_length=8)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('innovation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contests', to='innovations.innovation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('innovation', 'contest', 'year'), name='innovation_contest_once')],
            },
        ),
        migrations.CreateModel(
            name='Replication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(blank=True, max_length=160)),
                ('since', models.DateField(null=True)),
                ('is_adapted', models.BooleanField(default=False)),
                ('adaptation', models.CharField(blank=True, max_length=500)),
                ('agreement', models.CharField(blank=True, max_length=200)),
                ('result', models.CharField(blank=True, max_length=500)),
                ('state', models.CharField(choices=[('proposed', 'Menunggu konfirmasi asal'), ('confirmed', 'Dikonfirmasi'), ('declined', 'Tidak diakui asal')], max_length=9)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField()),
                ('copy', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken_from', to='innovations.innovation')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('original', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replications', to='innovations.innovation')),
            ],
            options={
                'indexes': [models.Index(fields=['original', 'state'], name='innovation_replicas')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('organisation__isnull', False)), fields=('original', 'organisation'), name='innovation_replicated_once'), models.CheckConstraint(condition=models.Q(('organisation__isnull', False), models.Q(('place', ''), _negated=True), _connector='OR'), name='innovation_replica_somewhere')],
            },
        ),
        migrations.CreateModel(
            name='SustainabilityCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('checked_on', models.DateField()),
                ('found', models.CharField(choices=[('running', 'Berjalan'), ('changed', 'Berjalan, berubah'), ('stopped', 'Berhenti')], max_length=8)),
                ('last_used', models.DateField(null=True)),
                ('users', models.PositiveIntegerField(null=True)),
                ('owner', models.CharField(max_length=160)),
                ('budget', models.CharField(blank=True, max_length=160)),
                ('legal_basis', models.CharField(blank=True, max_length=300)),
                ('in_standard', models.BooleanField(default=False)),
                ('reason', models.CharField(blank=True, choices=[('politics', 'Perubahan pimpinan atau kebijakan'), ('management', 'Pengelolaan, anggaran, atau petugas'), ('traits', 'Inovasinya sendiri tidak cocok lagi'), ('environment', 'Keadaan di luar kantor')], max_length=12)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('evidence', models.CharField(max_length=500)),
                ('next_check', models.DateField(null=True)),
                ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('innovation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='innovations.innovation')),
            ],
            options={
                'indexes': [models.Index(fields=['innovation', '-checked_on', '-id'], name='innovation_looks')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('found', 'stopped'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='innovation_stopped_has_reason')],
            },
        ),
    ]

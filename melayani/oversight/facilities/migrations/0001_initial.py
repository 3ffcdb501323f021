import django.db.models.deletion
import melayani.foundation.audit.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('attachments', '0001_initial'),
        ('messaging', '0001_initial'),
        ('organisations', '0001_initial'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='HelpNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300)),
                ('contact', models.CharField(blank=True, max_length=120)),
                ('changed_at', models.DateTimeField()),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='facility_help', to='organisations.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Walk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(unique=True)),
                ('section', models.CharField(max_length=32)),
                ('checked_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='FacilityCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(max_length=32)),
                ('state', models.CharField(choices=[('met', 'Ada'), ('not_met', 'Belum ada'), ('not_needed', 'Tidak diperlukan')], max_length=12)),
                ('count', models.PositiveSmallIntegerField(null=True)),
                ('condition', models.CharField(blank=True, choices=[('good', 'Baik'), ('damaged', 'Rusak, masih dipakai'), ('broken', 'Rusak, tidak dipakai')], max_length=8)),
                ('floor', models.SmallIntegerField(null=True)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('checked_on', models.DateField()),
                ('next_check', models.DateField(null=True)),
                ('is_current', models.BooleanField(default=True)),
                ('photo_alt', models.CharField(blank=True, max_length=160)),
                ('mandatory', models.BooleanField(default=False)),
                ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='facility_checks', to='organisations.organisation')),
                ('photo', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.attachment')),
                ('walk', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='facilities.walk')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('is_current', True)), fields=['item', 'organisation'], name='facility_current_item'), models.Index(fields=['organisation', 'item', '-id'], name='facility_history')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('organisation', 'item'), name='facility_one_current'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'not_needed'), _negated=True), models.Q(('floor', 1), ('item', 'lift')), _connector='OR'), name='facility_only_a_lift_is_not_needed'), models.CheckConstraint(condition=models.Q(('next_check__isnull', True), ('next_check__gt', models.F('checked_on')), _connector='OR'), name='facility_next_check_later'), models.CheckConstraint(condition=models.Q(('photo__isnull', True), models.Q(('photo_alt', ''), _negated=True), _connector='OR'), name='facility_photo_has_words')],
            },
        ),
        migrations.CreateModel(
            name='Improvement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(max_length=32)),
                ('plan', models.CharField(max_length=300)),
                ('deadline', models.DateField()),
                ('due_at', models.DateTimeField()),
                ('percent', models.PositiveSmallIntegerField(default=0)),
                ('state', models.CharField(choices=[('open', 'Berjalan'), ('done', 'Selesai'), ('dropped', 'Dibatalkan')], default='open', max_length=8)),
                ('created_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='facilities.facilitycheck')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='facility_improvements', to='organisations.organisation')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proof', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='facilities.facilitycheck')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['due_at'], name='facility_improvements_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('organisation', 'item'), name='facility_one_open_improvement'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), ('proof__isnull', False), _connector='OR'), name='facility_done_has_proof'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'dropped'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='facility_dropped_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='MismatchReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(max_length=32)),
                ('said', models.CharField(max_length=12)),
                ('text', melayani.foundation.audit.fields.EncryptedField()),
                ('secret', models.CharField(max_length=43, unique=True)),
                ('created_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('open', 'Menunggu diperiksa'), ('settled', 'Sudah diperiksa'), ('set_aside', 'Tidak ditindaklanjuti')], default='open', max_length=9)),
                ('outcome', models.CharField(blank=True, choices=[('confirmed', 'Laporan benar'), ('refuted', 'Sesuai yang tertulis')], max_length=9)),
                ('answer', models.CharField(blank=True, max_length=300)),
                ('ended_at', models.DateTimeField(null=True)),
                ('forgotten_at', models.DateTimeField(null=True)),
                ('check_made', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='facilities.facilitycheck')),
                ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='messaging.contact')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['organisation', 'item'], name='facility_reports_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'settled'), _negated=True), models.Q(('check_made__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='facility_settled_was_looked_at'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'set_aside'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='facility_set_aside_is_explained')],
            },
        ),
        migrations.CreateModel(
            name='Progress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('percent', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=300)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('improvement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='facilities.improvement')),
            ],
        ),
    ]

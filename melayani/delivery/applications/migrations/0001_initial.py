import django.db.models.deletion
import melayani.foundation.audit.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('attachments', '0001_initial'),
        ('catalogue', '0001_initial'),
        ('documents', '0001_initial'),
        ('messaging', '0001_initial'),
        ('organisations', '0001_initial'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='ServiceReality',
            fields=[
                ('service', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='catalogue.service')),
                ('count', models.PositiveIntegerField(default=0)),
                ('median', models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                ('p90', models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                ('on_time', models.DecimalField(decimal_places=3, max_digits=4, null=True)),
                ('counted_at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=16, unique=True)),
                ('secret', melayani.foundation.audit.fields.EncryptedField()),
                ('secret_hash', models.CharField(max_length=64, unique=True)),
                ('paper_code_hash', models.CharField(blank=True, max_length=64)),
                ('variant_key', models.CharField(blank=True, max_length=80)),
                ('variant_label', models.CharField(blank=True, max_length=200)),
                ('state', models.CharField(choices=[('submitted', 'Baru masuk'), ('in_review', 'Diperiksa'), ('returned', 'Dikembalikan'), ('awaiting_payment', 'Menunggu bayar'), ('verified', 'Terverifikasi'), ('approved', 'Disetujui'), ('issued', 'Terbit'), ('completed', 'Selesai'), ('refused', 'Ditolak'), ('withdrawn', 'Dibatalkan warga')], default='submitted', max_length=20)),
                ('channel', models.CharField(choices=[('web', 'Daring'), ('counter', 'Loket'), ('phone', 'Telepon'), ('post', 'Pos'), ('api', 'Sistem lain')], max_length=8)),
                ('name', melayani.foundation.audit.fields.EncryptedField()),
                ('nik', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('nik_hash', models.CharField(blank=True, max_length=64)),
                ('birth_date', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('address', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('phone', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('phone_hash', models.CharField(blank=True, max_length=64)),
                ('email', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('email_hash', models.CharField(blank=True, max_length=64)),
                ('submitted_at', models.DateTimeField()),
                ('clock_started_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(null=True)),
                ('due_explanation', models.JSONField(null=True)),
                ('promised_amount', models.PositiveIntegerField(null=True)),
                ('promised_unit', models.CharField(blank=True, max_length=16)),
                ('clock_restarts', models.BooleanField(default=False)),
                ('decided_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('refusal_reason', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('working_days_taken', models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                ('erasure_asked_at', models.DateTimeField(null=True)),
                ('erased_at', models.DateTimeField(null=True)),
                ('draft_id', models.UUIDField(null=True, unique=True)),
                ('assigned_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='messaging.contact')),
                ('filed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('result', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='catalogue.service')),
                ('standard', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.standard')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'state', 'due_at'], name='application_desk'), models.Index(fields=['assigned_to', 'state', 'due_at'], name='application_mine'), models.Index(fields=['service', 'decided_at', 'working_days_taken', 'due_at'], name='application_reality'), models.Index(fields=['nik_hash'], name='application_nik'), models.Index(fields=['phone_hash'], name='application_phone')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['approved', 'awaiting_payment', 'completed', 'in_review', 'issued', 'refused', 'returned', 'submitted', 'verified', 'withdrawn'])), name='application_state_known'), models.CheckConstraint(condition=models.Q(('channel__in', ['web', 'counter', 'phone', 'post', 'api'])), name='application_channel_known'), models.CheckConstraint(condition=models.Q(('due_at__isnull', True), ('due_at__gte', models.F('submitted_at')), _connector='OR'), name='application_due_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('due_at__isnull', True), ('due_explanation__isnull', True)), models.Q(('due_at__isnull', False), ('due_explanation__isnull', False)), _connector='OR'), name='application_due_explained'), models.CheckConstraint(condition=models.Q(('clock_started_at__gte', models.F('submitted_at'))), name='application_clock_after_submission'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', False), ('state__in', ['completed', 'issued', 'refused'])), models.Q(models.Q(('state__in', ['completed', 'issued', 'refused']), _negated=True), ('decided_at__isnull', True)), _connector='OR'), name='application_decided_has_moment'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state__in', ['completed', 'refused', 'withdrawn'])), models.Q(models.Q(('state__in', ['completed', 'refused', 'withdrawn']), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='application_final_has_closing'), models.CheckConstraint(condition=models.Q(('erased_at', None), models.Q(('closed_at', None), _negated=True), _connector='OR'), name='application_erased_is_over'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['issued', 'completed']), _negated=True), ('result__isnull', False), _connector='OR'), name='application_issued_has_result'), models.CheckConstraint(condition=models.Q(models.Q(('promised_amount__isnull', True), ('promised_unit', '')), models.Q(('promised_amount__gt', 0), models.Q(('promised_unit', ''), _negated=True)), _connector='OR'), name='application_promise_whole')],
            },
        ),
        migrations.CreateModel(
            name='Recount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_from', models.DateTimeField()),
                ('reason', models.CharField(max_length=300)),
                ('last_pk', models.PositiveBigIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('last_pk', 0), ('organisation__isnull', False)), fields=('organisation',), name='recount_one_waiting_per_organisation'), models.UniqueConstraint(condition=models.Q(('last_pk', 0), ('organisation__isnull', True)), fields=('last_pk',), name='recount_one_waiting_for_everybody')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('requirement', models.TextField(blank=True)),
                ('field_key', models.CharField(max_length=40)),
                ('kind', models.CharField(choices=[('upload', 'Berkas'), ('bring', 'Dibawa ke loket'), ('text', 'Isian'), ('not_applicable', 'Tidak berlaku')], max_length=16)),
                ('text', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('judgement', models.CharField(choices=[('unjudged', 'Belum dinilai'), ('met', 'Terpenuhi'), ('not_met', 'Belum terpenuhi'), ('not_applicable', 'Tidak berlaku')], default='unjudged', max_length=16)),
                ('reason', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('previous_reason', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('judged_at', models.DateTimeField(null=True)),
                ('round', models.PositiveIntegerField(default=1)),
                ('judged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='applications.application')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('application', 'number'), name='answer_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['upload', 'bring', 'text', 'not_applicable'])), name='answer_kind_known'), models.CheckConstraint(condition=models.Q(('judgement__in', ['unjudged', 'met', 'not_met', 'not_applicable'])), name='answer_judgement_known'), models.CheckConstraint(condition=models.Q(models.Q(('judged_at__isnull', True), ('judgement', 'unjudged')), models.Q(models.Q(('judgement', 'unjudged'), _negated=True), ('judged_at__isnull', False)), _connector='OR'), name='answer_judged_has_moment')],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('token', models.CharField(max_length=64)),
                ('variant', models.CharField(blank=True, max_length=80)),
                ('answers', melayani.foundation.audit.fields.EncryptedField(default='{}')),
                ('step', models.CharField(blank=True, max_length=40)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('application', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='draft', to='applications.application')),
                ('proven_contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='messaging.contact')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service')),
                ('standard', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.standard')),
            ],
            options={
                'indexes': [models.Index(fields=['token', 'updated_at'], name='draft_token'), models.Index(fields=['expires_at'], name='draft_expiry')],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='draft_expires_later')],
            },
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('returned', 'Menunggu warga melengkapi'), ('payment', 'Menunggu pembayaran'), ('disturbance', 'Gangguan')], max_length=12)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pauses', to='applications.application')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('application',), name='pause_one_open_per_application'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='pause_ends_after_start'), models.CheckConstraint(condition=models.Q(('kind__in', ['returned', 'payment', 'disturbance'])), name='pause_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.PositiveBigIntegerField()),
                ('code', models.CharField(max_length=24, unique=True)),
                ('state', models.CharField(choices=[('requested', 'Diminta'), ('proof_given', 'Bukti dikirim'), ('confirmed', 'Diterima'), ('cancelled', 'Dibatalkan')], default='requested', max_length=12)),
                ('requested_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='payments', to='applications.application')),
                ('proof', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.attachment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['requested', 'proof_given'])), fields=('application',), name='payment_one_unpaid_per_application'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='payment_amount_positive'), models.CheckConstraint(condition=models.Q(('state__in', ['requested', 'proof_given', 'confirmed', 'cancelled'])), name='payment_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', False), ('state', 'confirmed')), models.Q(models.Q(('state', 'confirmed'), _negated=True), ('confirmed_at__isnull', True)), _connector='OR'), name='payment_confirmed_has_moment')],
            },
        ),
        migrations.CreateModel(
            name='AnswerFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveIntegerField(default=1)),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='applications.answer')),
                ('attachment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.attachment')),
            ],
        ),
    ]

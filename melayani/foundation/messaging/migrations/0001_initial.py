import django.db.models.deletion
import melayani.foundation.audit.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=32)),
                ('number', models.CharField(max_length=16)),
                ('inward', models.BooleanField()),
                ('text', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('actor', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('settled_by', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['number', 'id'], name='case_letter_order'), models.Index(condition=models.Q(('inward', True), ('settled_at__isnull', True)), fields=['kind', 'number'], name='case_letter_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('settled_by', '')), models.Q(('settled_at__isnull', False), models.Q(('settled_by', ''), _negated=True)), _connector='OR'), name='case_letter_settled_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('email', 'Surel'), ('phone', 'Telepon'), ('whatsapp', 'WhatsApp'), ('push', 'Pemberitahuan gawai'), ('chat', 'Obrolan')], max_length=8)),
                ('value', melayani.foundation.audit.fields.EncryptedField()),
                ('value_hash', models.CharField(max_length=64)),
                ('language', models.CharField(choices=[('id', 'Indonesia'), ('en', 'English')], default='id', max_length=2)),
                ('verified_at', models.DateTimeField(null=True)),
                ('opted_out_at', models.DateTimeField(null=True)),
                ('channels', models.JSONField(default=list)),
                ('quiet_from', models.TimeField(null=True)),
                ('quiet_until', models.TimeField(null=True)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'value_hash'), name='contact_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['email', 'phone', 'whatsapp', 'push', 'chat'])), name='contact_kind_known'), models.CheckConstraint(condition=models.Q(('language__in', ['id', 'en'])), name='contact_language_known'), models.CheckConstraint(condition=models.Q(models.Q(('quiet_from__isnull', True), ('quiet_until__isnull', True)), models.Q(('quiet_from__isnull', False), ('quiet_until__isnull', False)), _connector='OR'), name='contact_quiet_hours_whole')],
            },
        ),
        migrations.CreateModel(
            name='InboundMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=16)),
                ('external_id', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['at'], name='inbound_mark_at')],
                'constraints': [models.UniqueConstraint(fields=('channel', 'external_id'), name='inbound_mark_once')],
            },
        ),
        migrations.CreateModel(
            name='InboundPayload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=16)),
                ('body', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('state', models.CharField(choices=[('new', 'Menunggu dibaca'), ('read', 'Sudah dibaca'), ('unknown', 'Tidak dipahami'), ('failed', 'Gagal dibaca')], default='new', max_length=8)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('next_attempt_at', models.DateTimeField()),
                ('problem', models.TextField(blank=True)),
                ('received_at', models.DateTimeField()),
                ('handled_at', models.DateTimeField(null=True)),
                ('emptied_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'next_attempt_at', 'id'], name='inbound_due'), models.Index(fields=['received_at'], name='inbound_received')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['new', 'read', 'unknown', 'failed'])), name='inbound_state_known')],
            },
        ),
        migrations.CreateModel(
            name='MessageTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('language', models.CharField(max_length=8)),
                ('category', models.CharField(choices=[('utility', 'Layanan'), ('authentication', 'Kode'), ('marketing', 'Promosi')], max_length=16)),
                ('template', models.CharField(max_length=120)),
                ('parameters', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('approved', 'Disetujui'), ('paused', 'Dijeda'), ('rejected', 'Ditolak'), ('withdrawn', 'Ditarik')], max_length=10)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['template', 'language'], name='message_template_ours')],
                'constraints': [models.UniqueConstraint(fields=('name', 'language'), name='message_template_once'), models.CheckConstraint(condition=models.Q(('state__in', ['approved', 'paused', 'rejected', 'withdrawn'])), name='message_template_state'), models.CheckConstraint(condition=models.Q(('category__in', ['utility', 'authentication', 'marketing'])), name='message_template_kind')],
            },
        ),
        migrations.CreateModel(
            name='Conversation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=16)),
                ('user_hash', models.CharField(blank=True, max_length=64)),
                ('state', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('last_in_at', models.DateTimeField(null=True)),
                ('handed_over_at', models.DateTimeField(null=True)),
                ('handed_over_after', models.BigIntegerField(null=True)),
                ('waiting_since', models.DateTimeField(null=True)),
                ('updated_at', models.DateTimeField()),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conversations', to='messaging.contact')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'waiting_since'], name='conversation_waiting'), models.Index(condition=models.Q(('user_hash', ''), _negated=True), fields=['user_hash'], name='conversation_user')],
                'constraints': [models.UniqueConstraint(fields=('contact', 'channel'), name='conversation_once')],
            },
        ),
        migrations.CreateModel(
            name='OutboxMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(max_length=80)),
                ('kind', models.CharField(choices=[('case', 'Tentang urusan penerima'), ('announcement', 'Pengumuman')], default='case', max_length=12)),
                ('channel', models.CharField(blank=True, max_length=16)),
                ('tried', models.JSONField(default=list)),
                ('address', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('language', models.CharField(choices=[('id', 'Indonesia'), ('en', 'English')], max_length=2)),
                ('template', models.CharField(blank=True, max_length=120)),
                ('values', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('subject', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('body', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('offers', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('urgent', models.BooleanField(default=False)),
                ('rank', models.PositiveSmallIntegerField(default=1)),
                ('reference_kind', models.CharField(max_length=32)),
                ('reference_number', models.CharField(max_length=160)),
                ('state', models.CharField(choices=[('queued', 'Menunggu dikirim'), ('sent', 'Terkirim'), ('failed', 'Gagal'), ('no_channel', 'Tidak ada saluran'), ('suppressed', 'Tidak dikirim atas permintaan penerima')], default='queued', max_length=10)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('next_attempt_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(null=True)),
                ('channel_away', models.BooleanField(default=False)),
                ('last_error', models.TextField(blank=True)),
                ('error_code', models.CharField(blank=True, max_length=16)),
                ('segments', models.PositiveSmallIntegerField(null=True)),
                ('cost', models.PositiveIntegerField(null=True)),
                ('opened_at', models.DateTimeField(null=True)),
                ('external_id', models.CharField(blank=True, max_length=200)),
                ('delivered_at', models.DateTimeField(null=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('dedupe_key', models.CharField(max_length=160, null=True, unique=True)),
                ('created_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('emptied_at', models.DateTimeField(null=True)),
                ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='messages', to='messaging.contact')),
                ('instead', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='messaging.contact')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'rank', 'next_attempt_at', 'id'], name='outbox_due'), models.Index(condition=models.Q(('sent_at__isnull', False)), fields=['channel', 'sent_at'], name='outbox_handed'), models.Index(condition=models.Q(('opened_at__isnull', False)), fields=['opened_at'], name='outbox_opened'), models.Index(fields=['reference_kind', 'reference_number'], name='outbox_reference'), models.Index(fields=['created_at'], name='outbox_created'), models.Index(condition=models.Q(('external_id', ''), _negated=True), fields=['external_id'], name='outbox_external')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'sent', 'failed', 'no_channel', 'suppressed'])), name='outbox_state_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['case', 'announcement'])), name='outbox_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='outbox_sent_has_moment')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=80)),
                ('given', models.BooleanField()),
                ('by', models.CharField(max_length=16)),
                ('words', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='messaging.contact')),
            ],
            options={
                'indexes': [models.Index(fields=['contact', 'purpose', 'at'], name='consent_contact'), models.Index(fields=['purpose'], name='consent_purpose')],
            },
        ),
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('inward', models.BooleanField()),
                ('text', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('officer', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField()),
                ('emptied_at', models.DateTimeField(null=True)),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='turns', to='messaging.conversation')),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='messaging.outboxmessage')),
            ],
            options={
                'indexes': [models.Index(fields=['conversation', 'id'], name='turn_conversation'), models.Index(condition=models.Q(('emptied_at__isnull', True)), fields=['at'], name='turn_readable')],
            },
        ),
    ]

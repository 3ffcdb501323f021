import django.db.models.deletion
import melayani.foundation.audit.fields
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
            name='Endpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('url', models.CharField(max_length=500)),
                ('events', models.JSONField(default=list)),
                ('secret', melayani.foundation.audit.fields.EncryptedField()),
                ('old_secret', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('old_secret_until', models.DateTimeField(null=True)),
                ('state', models.CharField(choices=[('active', 'Menyala'), ('paused', 'Dijeda'), ('ended', 'Diakhiri')], default='active', max_length=6)),
                ('pause_reason', models.CharField(blank=True, max_length=200)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('failing_since', models.DateTimeField(null=True)),
                ('last_success_at', models.DateTimeField(null=True)),
                ('rests_until', models.DateTimeField()),
                ('busy_until', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'state'], name='webhook_hearing')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['active', 'paused', 'ended'])), name='webhook_state_known')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('event', models.CharField(max_length=80)),
                ('event_id', models.BigIntegerField(null=True)),
                ('number', models.CharField(blank=True, max_length=160)),
                ('body', models.TextField()),
                ('state', models.CharField(choices=[('waiting', 'Menunggu'), ('delivered', 'Diterima'), ('given_up', 'Menyerah')], default='waiting', max_length=9)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('queued_at', models.DateTimeField()),
                ('next_attempt_at', models.DateTimeField()),
                ('endpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='webhooks.endpoint')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'next_attempt_at'], name='webhook_delivery_due'), models.Index(fields=['endpoint', '-id'], name='webhook_delivery_log')],
                'constraints': [models.UniqueConstraint(fields=('endpoint', 'event_id'), name='webhook_delivery_once'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'delivered', 'given_up'])), name='webhook_delivery_state_known')],
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('took_ms', models.PositiveIntegerField(default=0)),
                ('answer', models.CharField(blank=True, max_length=500)),
                ('problem', models.CharField(blank=True, max_length=200)),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attempts_made', to='webhooks.delivery')),
            ],
            options={
                'indexes': [models.Index(fields=['delivery', '-id'], name='webhook_attempt_log')],
            },
        ),
    ]

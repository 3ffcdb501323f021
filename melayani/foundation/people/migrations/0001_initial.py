import django.db.models.deletion
import django.db.models.functions.text
import melayani.foundation.audit.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('messaging', '0001_initial'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('is_active', models.BooleanField(default=True)),
                ('is_staff', models.BooleanField(default=False)),
                ('date_joined', models.DateTimeField(auto_now_add=True)),
                ('session_epoch', models.PositiveIntegerField(default=0)),
                ('wants_mornings', models.BooleanField(default=True)),
                ('morning_on', models.DateField(null=True)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='person_email_any_case')],
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key_hash', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['key_hash', 'at'], name='attempt_key'), models.Index(fields=['at'], name='attempt_age')],
            },
        ),
        migrations.CreateModel(
            name='IdempotencyRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.CharField(max_length=64)),
                ('key_hash', models.CharField(max_length=64)),
                ('body_hash', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('running', 'berjalan'), ('done', 'selesai')], max_length=8)),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('body', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('created_at', models.DateTimeField()),
                ('started_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['created_at'], name='idempotency_age')],
                'constraints': [models.UniqueConstraint(fields=('owner', 'key_hash'), name='idempotency_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), ('status__isnull', False), _connector='OR'), name='idempotency_done_answers')],
            },
        ),
        migrations.CreateModel(
            name='OneTimeCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=64)),
                ('code_hash', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('tries_left', models.PositiveSmallIntegerField(default=5)),
                ('used_at', models.DateTimeField(null=True)),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='messaging.contact')),
            ],
            options={
                'indexes': [models.Index(fields=['expires_at'], name='one_time_code_age')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('used_at__isnull', True)), fields=('contact', 'purpose'), name='one_time_code_one_open')],
            },
        ),
        migrations.CreateModel(
            name='ApiKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('prefix', models.CharField(max_length=12, unique=True)),
                ('secret_hash', models.CharField(max_length=64)),
                ('name', models.CharField(blank=True, max_length=80)),
                ('scopes', models.JSONField(default=list)),
                ('created_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('last_used_at', models.DateTimeField(null=True)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('email', melayani.foundation.audit.fields.EncryptedField()),
                ('email_hash', models.CharField(db_index=True, max_length=64)),
                ('name', melayani.foundation.audit.fields.EncryptedField(blank=True)),
                ('role', models.CharField(choices=[('administrator', 'Administrator'), ('counter_officer', 'Petugas loket'), ('processor', 'Pemroses'), ('approver', 'Penandatangan'), ('head_of_unit', 'Kepala unit'), ('liaison_officer', 'Pejabat penghubung'), ('information_officer', 'PPID'), ('mall_manager', 'Pengelola MPP'), ('organisation_bureau', 'Biro organisasi'), ('ministry', 'Kementerian'), ('auditor', 'Auditor')], max_length=20)),
                ('superuser', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('organisation__isnull', False), ('superuser', True), _connector='OR'), name='invitation_somewhere')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('administrator', 'Administrator'), ('counter_officer', 'Petugas loket'), ('processor', 'Pemroses'), ('approver', 'Penandatangan'), ('head_of_unit', 'Kepala unit'), ('liaison_officer', 'Pejabat penghubung'), ('information_officer', 'PPID'), ('mall_manager', 'Pengelola MPP'), ('organisation_bureau', 'Biro organisasi'), ('ministry', 'Kementerian'), ('auditor', 'Auditor')], max_length=20)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'role'], name='membership_organisation')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('person', 'organisation', 'role'), name='membership_one_open'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='membership_ends_after_start')],
            },
        ),
    ]

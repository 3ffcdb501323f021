"""Files that show what a report says. They are read by whoever may read the report, and by nobody else."""

from __future__ import annotations

from django.db import models

from melayani.oversight.reporting.models.reports import Remark, Report


class Evidence(models.Model):
    """A photo or a PDF of a report, or of one of its entries (`entry`)."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="evidence")
    # RESTRICT, PROTECT: a file goes by its own action, which leaves a trace, before what it proves
    entry = models.ForeignKey(Remark, null=True, on_delete=models.RESTRICT, related_name="evidence")
    attachment = models.OneToOneField("attachments.Attachment", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title

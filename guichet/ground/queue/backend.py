"""The standard Django tasks interface over the `Job` table."""

from typing import Any

from django_tasks import TaskResultStatus
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult

from guichet.ground import clock
from guichet.ground.queue.models import Job


class LeasedBackend(BaseTaskBackend):
    """Enqueues in the caller's transaction: work and the reason for it commit together."""

    supports_defer = True
    supports_priority = True
    supports_get_result = False
    supports_async_task = False

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Store one job and return its receipt."""
        self.validate_task(task)
        job = Job.objects.create(
            path=task.module_path, arguments={"args": list(args), "kwargs": dict(kwargs)}, queue=task.queue_name,
            priority=task.priority, run_at=task.run_after or clock.now(), enqueued_at=clock.now(),
        )  # fmt: skip
        return TaskResult(
            task=task, id=str(job.pk), status=TaskResultStatus.READY, enqueued_at=job.enqueued_at, started_at=None,
            finished_at=None, last_attempted_at=None, args=list(args), kwargs=dict(kwargs), backend=self.alias,
            errors=[], worker_ids=[],
        )  # fmt: skip

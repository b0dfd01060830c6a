"""The verbs of a task: a scene of `test_fragments`."""

from typing import Any

from guichet.areas.tickets import actions
from guichet.ground.bilingual import Bilingual
from tests.cast import seen_by
from tests.journeys.scene import Scene


def tasks_of_ours(scene: Scene, on: dict[str, Any]) -> None:
    """The verbs of a task, on the page of its ticket and on its own."""
    by, unit = seen_by(on["bruno"]), on["house"]["TI"]
    new = actions.NewTask(title=Bilingual("Un compte", "An account"), unit=unit, fields=())
    task = actions.add_task(on["ticket"], by=by, now=on["now"], task=new)
    scene.open("desk-task", task.pk)
    at = {"part": "#task"}
    scene.same("desk-task-remind", scene.click(f"#remind-{task.pk}"), **at)
    scene.same("desk-task-accept", scene.click(f"#accept-{task.pk}"), **at)
    for verb, field in (("block", "b-reason"), ("note", "n-body"), ("return", "r-reason"), ("resend", "s-words")):
        if verb == "return":
            scene.same("desk-task-unblock", scene.click(f"#unblock-{task.pk}"), **at)
        form = f"form[data-keep='task-{task.pk}/{verb}']"
        summary = f"details:has(> {form}) > summary"
        typed = {f"{field}-{task.pk}".replace("-", "_"): "Une raison."}
        scene.same(f"desk-task-{verb}", scene.send(summary, f"{form} .btn", **typed), **at)
    form = f"form[data-keep='task-{task.pk}/finish']"
    finish = scene.send(f"details:has(> {form}) > summary", f"{form} .btn", **{f"f_result_{task.pk}": "Fait."})
    scene.same("desk-task-finish", finish, **at)
    other = actions.add_task(on["ticket"], by=by, now=on["now"], task=new)
    actions.return_task(other, by=seen_by(on["ines"]), now=on["now"], reason="Trop peu.")
    scene.open("desk-ticket", on["ticket"].number)
    scene.page.locator(f"#task-{other.pk} > div > details > summary").click()
    scene.same("desk-task-cancel", scene.click(f"#cancel-{other.pk}"))

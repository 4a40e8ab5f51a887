"""Who answers for a table, as its contract says, and how they hear of it."""

import asyncio
import json
import logging
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import yaml
from airflow.sdk import AsyncCallback, DeadlineAlert
from airflow.sdk.definitions.deadline import BaseDeadlineReference, deadline_reference
from airflow.sdk.exceptions import AirflowFailException

from freshet_tasks.settings import optional_setting, setting

WEBHOOK = "freshet_alert_webhook"
SECONDS_TO_DELIVER = 10

log = logging.getLogger(__name__)


@deadline_reference
class RunCreated(BaseDeadlineReference):
    """The moment in which a run comes into being; kept when its tasks are cleared.

    Airflow 3.3.2 can't clear a task of a run whose deadline counts from DAGRUN_QUEUED_AT: it answers
    500. The plugin in orchestration/plugins tells the scheduler of this class.
    """

    def _evaluate_with(self, *, session, **kwargs) -> datetime:
        return datetime.now(UTC)


def deadline(contract: str, within: timedelta) -> DeadlineAlert:
    """Tells the contract's owner when a run is not done so long after it came into being."""
    return DeadlineAlert(
        name=f"{contract} within {within}",
        reference=RunCreated(),
        interval=within,
        callback=AsyncCallback(missed_deadline, kwargs={"contract": contract}),
    )


async def missed_deadline(contract: str, context: dict | None = None) -> str:
    """Called in the triggerer, by its name. What it returns must be a text, or the triggerer dies."""
    run = (context or {}).get("dag_run") or {}
    message = await asyncio.to_thread(
        tell_owner_of,
        contract=contract,
        subject=f"{contract} has missed its deadline",
        detail=f"run {run.get('dag_run_id', '?')} of {run.get('dag_id', '?')} is not done",
    )
    return f"{message['owner']} was told"


def tell_owner_of(*, contract: str, subject: str, detail: str) -> dict:
    """Posts to the webhook, if there is one; the log has it in any case."""
    message = {
        "owner": owner_of(contract),
        "contract": contract,
        "subject": subject,
        "detail": detail,
    }
    log.warning(
        "Alert owner=%s contract=%s subject=%s detail=%s",
        message["owner"],
        contract,
        subject,
        detail,
    )
    webhook = optional_setting(WEBHOOK)
    if webhook:
        request = urllib.request.Request(
            webhook,
            data=json.dumps(message).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=SECONDS_TO_DELIVER) as answer:
            answer.read()
    return message


def owner_of(contract: str) -> str:
    """The team that the contract names; contracts of the platform itself lie elsewhere."""
    file = Path(setting("freshet_contracts")) / f"{contract}.yaml"
    if not file.parent.is_dir():
        raise AirflowFailException(
            f"There is no folder {file.parent}; Airflow variable freshet_contracts must hold the"
            " folder of the contracts"
        )
    if not file.exists():
        return "data-platform"
    return yaml.safe_load(file.read_text())["team"]["name"]

"""Trains the ETA's model anew each week; it takes over from what serves unless it is worse.

Rerun freely: set and snapshots are named by when the run was due, and the same set gives the same
model, which is registered once. To stay with a model that you went back to, pause this DAG.
If `create_dataset` fails, its log says which table has no rows to train on yet.
If `train_model` fails, its log says of what there are too few; a worse model is skipped, no failure.
"""

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag

from freshet_tasks import create_dataset, train_model


@dag(
    schedule=CronTriggerTimetable("0 4 * * 1", timezone="UTC"),
    catchup=False,
    max_active_runs=1,
    # For whoever lets models take over without being asked.
    is_paused_upon_creation=True,
    default_args={
        "owner": "delivery-logistics",
        "retries": 2,
        "retry_delay": timedelta(minutes=10),
    },
    tags=["eta"],
    doc_md=__doc__,
)
def model_training():
    create_dataset(keep="91d") >> train_model()


model_training()

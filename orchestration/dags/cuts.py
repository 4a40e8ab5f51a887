"""Makes the cut of each hour once every table of the domain has passed it.

Rerun freely: a cut that is there stays as it is, and a killed run is finished by the next.
If `cut_delivery` fails, its log names the table that has no watermark, or what is away.
"""

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag

from freshet_tasks import make_cut


@dag(
    # Tables pass an hour when their data say so, not the clock: it is looked for often.
    schedule=CronTriggerTimetable("*/10 * * * *", timezone="UTC"),
    catchup=False,
    max_active_runs=1,
    # For whoever has reports at cuts: each keeps files that compaction has replaced.
    is_paused_upon_creation=True,
    default_args={
        "owner": "data-platform",
        "retries": 2,
        "retry_delay": timedelta(minutes=2),
    },
    tags=["cuts"],
    doc_md=__doc__,
)
def cuts():
    make_cut("delivery", keep="2d")


cuts()

"""What is asked of Trino. Each question mark takes the value named in the line's comment."""

import re

# A minute may be told more than once: the highest revision counts, of these the newest.
_MINUTES = """
select * from (
    select
        market,
        event_time,
        online_dashers,
        busy_dashers,
        idle_dashers,
        open_orders,
        unassigned_orders,
        ready_orders,
        created_orders,
        longest_wait_seconds,
        row_number() over (
            partition by market, event_time order by revision desc, _received_at desc
        ) as telling
    from raw.market_supply
    where event_time > ? -- since
        and event_time <= ? -- as of
        {only}
)
where telling = 1
"""

_CELLS = """
select * from (
    select
        market,
        cell,
        event_time,
        online_dashers,
        busy_dashers,
        idle_dashers,
        open_orders,
        unassigned_orders,
        ready_orders,
        row_number() over (
            partition by market, cell, event_time order by revision desc, _received_at desc
        ) as telling
    from raw.supply_cells
    where event_time > ? -- since
        and event_time <= ? -- as of
        {only}
)
where telling = 1 and {held} > 0
"""

AS_OF = "select max(event_time) from raw.market_supply"

# What is asked every few seconds reads no more than it must.
AS_OF_LATELY = AS_OF + " where event_time > current_timestamp - interval '2' day"

MINUTES = _MINUTES.format(only="")

# One minute in five tells how an hour was.
MARKS = _MINUTES.format(only="and minute(event_time) % 5 = 0")

CELLS = _CELLS.format(only="", held="open_orders + online_dashers")

# Of an hour only what decides about it.
MARKED_CELLS = _CELLS.format(
    only="and minute(event_time) % 5 = 0", held="idle_dashers + ready_orders"
)

# The same quarter of an hour on each of the seven days before, where all of it was told.
EARLIER_DAYS = """
select
    market,
    ago / 86400 as days_ago,
    sum(created_orders) as created,
    avg(online_dashers) as online
from (
    select
        market,
        event_time,
        created_orders,
        online_dashers,
        date_diff('second', event_time, ?) as ago, -- as of
        row_number() over (
            partition by market, event_time order by revision desc, _received_at desc
        ) as telling
    from raw.market_supply
    where event_time > ? -- since
        and event_time <= ? -- until
)
where telling = 1 and ago % 86400 < 900
group by 1, 2
having count(*) = 15
"""

PLACES = """
select market, max_by(name, event_time), max_by(time_zone, event_time)
from raw.markets
group by market
"""

# Who market_supply counts as online at a minute, by its own definitions.
DASHERS = """
with

pings as (

    select
        dasher_id,
        max(event_time) as seen,
        max_by(latitude, event_time) as latitude,
        max_by(longitude, event_time) as longitude,
        max_by(coalesce(order_id, -1), event_time) as named
    from raw.dasher_pings
    where market = ? -- market
        and event_time >= ? - interval '5' minute -- as of
        and event_time < ? -- as of
    group by dasher_id

),

steps as (

    select
        order_id,
        max_by(dasher_id, order_version) filter (where dasher_id is not null) as dasher_id,
        bool_or(state in ('delivered', 'cancelled')) as is_over
    from raw.order_events
    where market = ? -- market
        and event_time >= ? - interval '6' hour -- as of
        and event_time < ? -- as of
    group by order_id

),

assigned as (

    select dasher_id, max(order_id) as order_id
    from steps
    where not is_over and dasher_id is not null
    group by dasher_id

)

select
    cast(pings.dasher_id as varchar) as dasher_id,
    pings.seen,
    cast(pings.latitude as double) as latitude,
    cast(pings.longitude as double) as longitude,
    coalesce(
        assigned.order_id, if(pings.named >= 0 and not coalesce(named.is_over, false), pings.named)
    ) as order_id
from pings
left join assigned on assigned.dasher_id = pings.dasher_id
left join steps as named on named.order_id = pings.named
"""


def at(cut: str, question: str) -> str:
    """The question, asked of the views of a cut."""
    return re.sub(r"\braw\.", cut + ".", question)

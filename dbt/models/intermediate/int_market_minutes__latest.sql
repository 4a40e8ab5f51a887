with

minutes as (

    select * from {{ ref('stg_delivery__market_supply') }}

),

-- A minute is told again where late events changed it, and perhaps after a failure.
ranked as (

    select
        *,
        row_number() over (
            partition by market, event_time
            order by
                revision desc,
                received_at desc,
                stream_source desc,
                stream_partition desc,
                stream_offset desc
        ) as newest_rank

    from minutes

)

select
    market,
    {{ dbt.dateadd('minute', -1, 'event_time') }} as minute_begin,
    event_time as minute_end,
    online_dashers,
    busy_dashers,
    idle_dashers,
    open_orders,
    unassigned_orders,
    ready_orders,
    created_orders,
    longest_wait_seconds

from ranked

where newest_rank = 1

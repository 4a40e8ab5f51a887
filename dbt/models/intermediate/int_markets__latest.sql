with

markets as (

    select * from {{ ref('stg_delivery__markets') }}

),

-- The order in which the nightly jobs look for the newest row, so that both use the same time zone.
ranked as (

    select
        market,
        name,
        time_zone,
        currency,
        row_number() over (
            partition by market
            order by
                event_time desc,
                received_at desc,
                stream_source desc,
                stream_partition desc,
                stream_offset desc
        ) as newest_rank

    from markets

)

select
    market,
    name,
    time_zone,
    currency

from ranked

where newest_rank = 1

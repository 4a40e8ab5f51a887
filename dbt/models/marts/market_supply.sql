with

minutes as (

    select * from {{ ref('int_market_minutes__latest') }}

),

markets as (

    select * from {{ ref('int_markets__latest') }}

),

dated as (

    select
        minutes.*,
        {{ local_day('minutes.minute_begin', 'markets.time_zone') }} as local_day,
        {{ hour_of_day('minutes.minute_begin', 'markets.time_zone') }} as local_hour,
        minutes.ready_orders >= {{ var('short_orders') }}
        and minutes.ready_orders >= {{ var('short_share') }} * minutes.open_orders as is_short

    from minutes
    inner join markets on minutes.market = markets.market

),

hourly as (

    select
        market,
        local_day,
        local_hour,
        count(*) as told_minutes,
        count(case when is_short then 1 end) as short_minutes,
        cast(sum(created_orders) as bigint) as created_orders,
        cast(sum(online_dashers) as bigint) as online_dasher_minutes,
        cast(sum(busy_dashers) as bigint) as busy_dasher_minutes,
        cast(sum(open_orders) as bigint) as open_order_minutes,
        cast(sum(ready_orders) as bigint) as ready_order_minutes,
        max(longest_wait_seconds) as longest_wait_seconds

    from dated

    group by market, local_day, local_hour

)

select
    market,
    local_day,
    local_hour,
    told_minutes,
    short_minutes,
    created_orders,
    online_dasher_minutes,
    busy_dasher_minutes,
    open_order_minutes,
    ready_order_minutes,
    longest_wait_seconds,
    cast(short_minutes as double) / told_minutes as short_share,
    cast(busy_dasher_minutes as double) / nullif(online_dasher_minutes, 0) as utilisation,
    cast(online_dasher_minutes as double) / told_minutes as average_online_dashers,
    cast(open_order_minutes as double) / told_minutes as average_open_orders

from hourly

with

efficiency as (

    select * from {{ ref('stg_delivery__dasher_efficiency') }}

),

orders as (

    select * from {{ ref('int_orders__dated') }}

),

delivered as (

    select
        market,
        dasher_id,
        delivery_day as local_day,
        count(*) as deliveries,
        cast(sum(trip_seconds) as double) / nullif(count(trip_seconds), 0) as average_trip_seconds,
        {{ percentile('trip_seconds', 0.9) }} as p90_trip_seconds

    from orders

    where
        state = 'delivered'
        and dasher_id is not null

    group by market, dasher_id, delivery_day

),

-- The night's run brings online time a day later than orders come; neither waits for the other.
combined as (

    select
        coalesce(efficiency.market, delivered.market) as market,
        coalesce(efficiency.dasher_id, delivered.dasher_id) as dasher_id,
        coalesce(efficiency.local_day, delivered.local_day) as local_day,
        coalesce(delivered.deliveries, 0) as deliveries,
        delivered.average_trip_seconds,
        delivered.p90_trip_seconds,
        efficiency.dasher_id is not null as has_online_time,
        efficiency.online_seconds,
        efficiency.busy_seconds,
        efficiency.idle_seconds,
        efficiency.distance_meters,
        efficiency.utilisation

    from efficiency
    full outer join delivered
        on
            efficiency.market = delivered.market
            and efficiency.dasher_id = delivered.dasher_id
            and efficiency.local_day = delivered.local_day

)

select
    market,
    dasher_id,
    local_day,
    deliveries,
    average_trip_seconds,
    p90_trip_seconds,
    has_online_time,
    online_seconds,
    busy_seconds,
    idle_seconds,
    distance_meters,
    utilisation,
    3600.0e0 * deliveries / nullif(online_seconds, 0) as deliveries_per_online_hour

from combined

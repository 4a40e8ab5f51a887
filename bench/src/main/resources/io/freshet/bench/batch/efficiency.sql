with days as (

    select * from (values {days}) as bounds (market, day_start, day_end)

),

pings as (

    select
        ping.market,
        ping.dasher_id,
        ping.event_time,
        unix_micros(ping.event_time) as micros,
        days.day_start,
        days.day_end,
        ping.order_id is not null as carries,
        radians(cast(ping.latitude as double)) as latitude,
        radians(cast(ping.longitude as double)) as longitude,
        lag(ping.event_time) over (
            partition by ping.market, ping.dasher_id
            order by ping.event_time, ping._source, ping._stream_partition, ping._offset
        ) as previous

    from dasher_pings as ping
    inner join days on ping.market = days.market

    where unix_micros(ping.event_time) >= days.day_start - 300000000
        and unix_micros(ping.event_time) < days.day_end + 300000000

),

tracks as (

    select
        *,
        lead(micros) over (partition by market, dasher_id order by event_time) as next_micros,
        lead(latitude) over (partition by market, dasher_id order by event_time) as next_latitude,
        lead(longitude) over (partition by market, dasher_id order by event_time) as next_longitude

    from pings

    where previous is null or previous < event_time

),

hops as (

    select
        market,
        dasher_id,
        carries,
        micros >= day_start and micros < day_end as in_day,
        next_micros - micros as span,
        case
            when next_micros - micros <= 300000000
                and least(next_micros, day_end) > greatest(micros, day_start)
                then least(next_micros, day_end) - greatest(micros, day_start)
            else 0
        end as online,
        asin(sqrt(least(
            pow(sin((next_latitude - latitude) / 2), 2)
            + cos(latitude) * cos(next_latitude)
            * pow(sin((next_longitude - longitude) / 2), 2),
            1e0
        ))) * 1.27420176e7 as meters

    from tracks

),

movements as (

    select
        market,
        dasher_id,
        sum(case when in_day then 1 else 0 end) as pings,
        sum(online) as online_micros,
        sum(case when carries then online else 0 end) as busy_micros,
        sum(case
            when online > 0 and meters * 1000000 < span * 50e0
                then cast(round(meters * 1000 * online / span) as bigint)
            else 0
        end) as millimeters

    from hops

    group by market, dasher_id

    having sum(case when in_day then 1 else 0 end) > 0

),

deliveries as (

    select
        step.market,
        step.dasher_id,
        count(distinct step.order_id) as deliveries

    from order_events as step
    inner join days on step.market = days.market

    where step.state = 'delivered'
        and step.dasher_id is not null
        and unix_micros(step.event_time) >= days.day_start
        and unix_micros(step.event_time) < days.day_end

    group by step.market, step.dasher_id

)

select
    market,
    dasher_id,
    cast(coalesce(pings, 0) as bigint) as pings,
    cast(floor(coalesce(online_micros, 0) / 1e6) as bigint) as online_seconds,
    cast(floor(coalesce(busy_micros, 0) / 1e6) as bigint) as busy_seconds,
    cast(floor((coalesce(millimeters, 0) + 500) / 1e3) as bigint) as distance_meters,
    cast(coalesce(deliveries, 0) as bigint) as deliveries

from movements
full join deliveries using (market, dasher_id)

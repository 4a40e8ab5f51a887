with

predictions as (

    select * from {{ ref('stg_delivery__eta_predictions') }}

),

steps as (

    select * from {{ ref('stg_delivery__order_events') }}

),

arrivals as (

    select
        market,
        order_id,
        {{ first_recorded_step('delivered') }} as arrived_at

    from steps

    where state = 'delivered'

    group by market, order_id

),

-- An order has as many predictions as pings, and a long one more of them: the first that was made
-- in a stage speaks for it.
ranked as (

    select
        predictions.*,
        arrivals.arrived_at,
        row_number() over (
            partition by predictions.market, predictions.order_id, predictions.stage
            order by
                predictions.event_time,
                predictions.order_version,
                predictions.received_at,
                predictions.stream_source,
                predictions.stream_partition,
                predictions.stream_offset
        ) as stage_rank

    from predictions
    inner join arrivals
        on
            predictions.market = arrivals.market
            and predictions.order_id = arrivals.order_id

    where predictions.event_time < arrivals.arrived_at

)

select
    market,
    order_id,
    stage,
    event_time as predicted_at,
    predicted_arrival,
    latest_arrival,
    arrived_at,
    {{ seconds_between('arrived_at', 'predicted_arrival') }} as error_seconds,
    arrived_at <= latest_arrival as is_in_time

from ranked

where stage_rank = 1

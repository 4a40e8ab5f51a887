with

orders as (

    select * from {{ ref('int_orders__dated') }}

),

daily as (

    select
        market,
        restaurant_id,
        order_day as local_day,
        currency,
        count(*) as orders,
        count(case when state = 'delivered' then 1 end) as delivered_orders,
        count(case when state = 'cancelled' then 1 end) as cancelled_orders,
        count(
            case when state = 'cancelled' and cancel_reason = 'restaurant_declined' then 1 end
        ) as declined_orders,
        cast(
            coalesce(sum(case when state = 'delivered' then subtotal_minor end), 0) as bigint
        ) as delivered_subtotal_minor,
        cast(sum(preparation_seconds) as double) / nullif(count(preparation_seconds), 0)
            as average_preparation_seconds,
        {{ percentile('preparation_seconds', 0.9) }} as p90_preparation_seconds,
        cast(sum(shelf_seconds) as double) / nullif(count(shelf_seconds), 0)
            as average_shelf_seconds

    from orders

    where restaurant_id is not null

    group by market, restaurant_id, order_day, currency

)

select
    market,
    restaurant_id,
    local_day,
    currency,
    orders,
    delivered_orders,
    cancelled_orders,
    declined_orders,
    delivered_subtotal_minor,
    average_preparation_seconds,
    p90_preparation_seconds,
    average_shelf_seconds

from daily

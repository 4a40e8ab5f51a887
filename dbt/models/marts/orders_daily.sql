with

orders as (

    select * from {{ ref('int_orders__dated') }}

),

daily as (

    select
        market,
        order_day as local_day,
        currency,
        count(*) as orders,
        count(case when state = 'delivered' then 1 end) as delivered_orders,
        count(case when state = 'cancelled' then 1 end) as cancelled_orders,
        count(case when is_in_foreign_currency then 1 end) as foreign_currency_orders,
        cast(
            coalesce(sum(case when state = 'delivered' then subtotal_minor end), 0) as bigint
        ) as delivered_subtotal_minor,
        cast(sum(delivery_seconds) as double) / nullif(count(delivery_seconds), 0)
            as average_delivery_seconds,
        {{ percentile('delivery_seconds', 0.5) }} as median_delivery_seconds,
        {{ percentile('delivery_seconds', 0.9) }} as p90_delivery_seconds

    from orders

    group by market, order_day, currency

)

select
    market,
    local_day,
    currency,
    orders,
    delivered_orders,
    cancelled_orders,
    orders - delivered_orders - cancelled_orders as open_orders,
    foreign_currency_orders,
    cast(cancelled_orders as double) / orders as cancelled_share,
    delivered_subtotal_minor,
    average_delivery_seconds,
    median_delivery_seconds,
    p90_delivery_seconds

from daily

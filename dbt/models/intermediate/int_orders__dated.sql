with

orders as (

    select * from {{ ref('int_orders__folded') }}

),

markets as (

    select * from {{ ref('int_markets__latest') }}

)

select
    orders.market,
    orders.order_id,
    orders.state,
    {{ local_day('orders.opened_at', 'markets.time_zone') }} as order_day,
    {{ local_day('orders.delivered_at', 'markets.time_zone') }} as delivery_day,
    orders.delivery_seconds,
    orders.preparation_seconds,
    orders.shelf_seconds,
    orders.trip_seconds,
    orders.dasher_id,
    orders.restaurant_id,
    orders.cancel_reason,
    case when orders.currency = markets.currency then orders.subtotal_minor end as subtotal_minor,
    markets.currency,
    coalesce(orders.currency != markets.currency, false) as is_in_foreign_currency

from orders
inner join markets on orders.market = markets.market

-- An order whose steps are all gone, by a repair or an erasure, is none any more.
where orders.state is not null

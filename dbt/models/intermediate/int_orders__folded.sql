{{
    config(
        materialized='incremental',
        incremental_strategy='merge',
        unique_key=['market', 'order_id'],
        on_schema_change='append_new_columns',
        on_table_exists='replace',
        full_refresh=(true if var('cut', none) else none),
    )
}}

{% set rewritten = rewrites('order_events') | trim %}
{% set begins_anew = must_begin_anew(rewritten) | trim %}

with

steps as (

    select * from {{ ref('stg_delivery__order_events') }}

),

{% if begins_anew %}

-- Rows that it was folded from were written anew or taken, at whatever position. An order that has
-- none any more stays without a state. What retention has taken steps of stays as it was folded.
relevant as (

    select
        coalesce(steps.market, held.market) as market,
        coalesce(steps.order_id, held.order_id) as order_id,
        steps.order_version,
        steps.state,
        steps.event_time,
        steps.dasher_id,
        steps.restaurant_id,
        steps.subtotal_minor,
        steps.currency,
        steps.reason,
        steps.synthetic,
        steps.received_at,
        steps.stream_source,
        steps.stream_partition,
        steps.stream_offset

    from steps
    full outer join {{ this }} as held
        on
            steps.market = held.market
            and steps.order_id = held.order_id

    where not coalesce(held.opened_at < {{ whole_since('order_events') }}, false)

),

{# Without a connection (compile --no-introspect) nobody knows what it holds already. #}
{% elif flags.INTROSPECT and is_incremental() %}

-- A table grows in the order of each log partition, so what lies behind the highest position that
-- an order here has come from is new, however late it happened or came.
positions as (

    select
        stream_source,
        stream_partition,
        max(stream_offset) as read_to

    from {{ this }}

    group by stream_source, stream_partition

),

unread as (

    select
        steps.market,
        steps.order_id,
        steps.event_time

    from steps
    left join positions
        on
            steps.stream_source = positions.stream_source
            and steps.stream_partition = positions.stream_partition

    where steps.stream_offset > coalesce(positions.read_to, -1)

),

changed as (

    select distinct
        market,
        order_id

    from unread

),

-- Keeps the days out that no step of a changed order can lie in.
horizon as (

    select {{ dbt.dateadd('day', '-' ~ var('longest_order_days'), 'min(event_time)') }} as since

    from unread

),

relevant as (

    select steps.*

    from steps
    inner join changed
        on
            steps.market = changed.market
            and steps.order_id = changed.order_id
    inner join horizon on steps.event_time >= horizon.since

),

{% else %}

relevant as (

    select * from steps

),

{% endif %}

ranked as (

    select
        *,
        row_number() over (
            partition by market, order_id
            order by
                received_at desc,
                stream_source desc,
                stream_partition desc,
                stream_offset desc
        ) as newest_rank

    from relevant

),

folded as (

    select
        market,
        order_id,
        max(order_version) as order_version,
        {{ last_known('state') }} as state,
        min(event_time) as opened_at,
        {{ first_step('delivered') }} as delivered_at,
        {{ first_step('cancelled') }} as cancelled_at,
        {{ first_recorded_step('created') }} as created_at,
        {{ first_recorded_step('confirmed') }} as confirmed_at,
        {{ first_recorded_step('ready') }} as ready_at,
        {{ first_recorded_step('dasher_assigned') }} as assigned_at,
        {{ first_recorded_step('picked_up') }} as picked_up_at,
        {{ first_recorded_step('delivered') }} as handed_over_at,
        {{ last_known('dasher_id') }} as dasher_id,
        {{ first_known('restaurant_id') }} as restaurant_id,
        {{ first_known('subtotal_minor') }} as subtotal_minor,
        {{ first_known('currency') }} as currency,
        {{ last_known('reason') }} as cancel_reason,
        max(received_at) as received_at,
        max(case when newest_rank = 1 then stream_source end) as stream_source,
        max(case when newest_rank = 1 then stream_partition end) as stream_partition,
        max(case when newest_rank = 1 then stream_offset end) as stream_offset

    from ranked

    group by market, order_id

)

select
    market,
    order_id,
    order_version,
    state,
    opened_at,
    delivered_at,
    cancelled_at,
    {{ seconds_between('created_at', 'handed_over_at') }} as delivery_seconds,
    {{ seconds_between('confirmed_at', 'ready_at') }} as preparation_seconds,
    {{ seconds_between('ready_at', 'picked_up_at') }} as shelf_seconds,
    {{ seconds_between('picked_up_at', 'handed_over_at') }} as trip_seconds,
    dasher_id,
    restaurant_id,
    subtotal_minor,
    currency,
    cancel_reason,
    received_at,
    stream_source,
    stream_partition,
    stream_offset,
    cast({{ rewritten }} as bigint) as rewrites

from folded

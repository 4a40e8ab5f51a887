with

predictions as (

    select * from {{ ref('int_predictions__judged') }}

),

markets as (

    select * from {{ ref('int_markets__latest') }}

),

dated as (

    select
        predictions.*,
        {{ local_day('predictions.predicted_at', 'markets.time_zone') }} as local_day,
        {{ hour_of_day('predictions.predicted_at', 'markets.time_zone') }} as local_hour

    from predictions
    inner join markets on predictions.market = markets.market

),

hourly as (

    select
        market,
        local_day,
        local_hour,
        stage,
        count(*) as predictions,
        cast(sum(abs(error_seconds)) as bigint) as absolute_error_seconds,
        cast(sum(error_seconds) as bigint) as error_seconds,
        {{ percentile('error_seconds', 0.5) }} as median_error_seconds,
        count(is_in_time) as windows,
        count(case when is_in_time then 1 end) as kept_windows

    from dated

    group by market, local_day, local_hour, stage

)

select
    market,
    local_day,
    local_hour,
    stage,
    predictions,
    absolute_error_seconds,
    error_seconds,
    windows,
    kept_windows,
    cast(absolute_error_seconds as double) / predictions as mean_absolute_error_seconds,
    cast(error_seconds as double) / predictions as bias_seconds,
    median_error_seconds,
    cast(kept_windows as double) / nullif(windows, 0) as coverage

from hourly

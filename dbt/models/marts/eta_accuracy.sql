with

hours as (

    select * from {{ ref('stg_delivery__eta_accuracy') }}

)

-- What counts, and in which hour, is the nightly job's rule: a second one here could disagree.
select
    market,
    local_day,
    cast(local_hour as bigint) as local_hour,
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

from hours

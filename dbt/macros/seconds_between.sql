{# Whole seconds from one instant to a later one; null where either is null, negative in reverse. #}
{% macro seconds_between(from_time, to_time) -%}
    {{ adapter.dispatch('seconds_between', 'freshet')(from_time, to_time) }}
{%- endmacro %}

{% macro trino__seconds_between(from_time, to_time) -%}
    date_diff('second', {{ from_time }}, {{ to_time }})
{%- endmacro %}

{# Snowflake counts the seconds' boundaries that were crossed, not the seconds that went by. #}
{% macro snowflake__seconds_between(from_time, to_time) -%}
    cast(trunc(datediff('microsecond', {{ from_time }}, {{ to_time }}) / 1000000) as bigint)
{%- endmacro %}

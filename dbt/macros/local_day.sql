{# The calendar day that a market's clocks showed at an instant. #}
{% macro local_day(instant, time_zone) -%}
    {{ adapter.dispatch('local_day', 'freshet')(instant, time_zone) }}
{%- endmacro %}

{% macro trino__local_day(instant, time_zone) -%}
    cast(at_timezone({{ instant }}, {{ time_zone }}) as date)
{%- endmacro %}

{% macro snowflake__local_day(instant, time_zone) -%}
    cast(convert_timezone({{ time_zone }}, {{ instant }}) as date)
{%- endmacro %}

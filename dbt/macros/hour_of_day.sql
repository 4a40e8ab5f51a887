{# The hour, 0 to 23, that a market's clocks showed at an instant. #}
{% macro hour_of_day(instant, time_zone) -%}
    {{ adapter.dispatch('hour_of_day', 'freshet')(instant, time_zone) }}
{%- endmacro %}

{% macro trino__hour_of_day(instant, time_zone) -%}
    hour(at_timezone({{ instant }}, {{ time_zone }}))
{%- endmacro %}

{% macro snowflake__hour_of_day(instant, time_zone) -%}
    hour(convert_timezone({{ time_zone }}, {{ instant }}))
{%- endmacro %}

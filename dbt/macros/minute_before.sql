{# The beginning of the minute that ends at an instant: which day and hour the minute belongs to. #}
{% macro minute_before(instant) -%}
    {{ adapter.dispatch('minute_before', 'freshet')(instant) }}
{%- endmacro %}

{% macro trino__minute_before(instant) -%}
    date_add('minute', -1, {{ instant }})
{%- endmacro %}

{% macro snowflake__minute_before(instant) -%}
    dateadd('minute', -1, {{ instant }})
{%- endmacro %}

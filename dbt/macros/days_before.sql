{# The instant so many days of 24 hours earlier. #}
{% macro days_before(instant, days) -%}
    {{ adapter.dispatch('days_before', 'freshet')(instant, days) }}
{%- endmacro %}

{% macro trino__days_before(instant, days) -%}
    date_add('day', -{{ days }}, {{ instant }})
{%- endmacro %}

{% macro snowflake__days_before(instant, days) -%}
    dateadd('day', -{{ days }}, {{ instant }})
{%- endmacro %}

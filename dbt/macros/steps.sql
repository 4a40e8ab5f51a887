{# When an order first entered a state, whether the step was recorded or invented by a replay. #}
{% macro first_step(state) -%}
    min(case when state = '{{ state }}' then event_time end)
{%- endmacro %}

{# The same, and null where a replay had to invent the step: a duration must not rest on it. #}
{% macro first_recorded_step(state) -%}
    min(case when state = '{{ state }}' and not synthetic then event_time end)
{%- endmacro %}

{# The value of the earliest version of an order that brings one. #}
{% macro first_known(column) -%}
    min_by({{ column }}, case when {{ column }} is not null then order_version end)
{%- endmacro %}

{# The value of the latest version of an order that brings one. #}
{% macro last_known(column) -%}
    max_by({{ column }}, case when {{ column }} is not null then order_version end)
{%- endmacro %}

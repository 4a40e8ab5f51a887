{# The smallest value that so large a fraction of the values does not exceed; exact. #}
{% macro percentile(column, fraction) -%}
    {{ adapter.dispatch('percentile', 'freshet')(column, fraction) }}
{%- endmacro %}

{# Trino's own approx_percentile need not give the same answer twice. #}
{% macro trino__percentile(column, fraction) -%}
    element_at(
        array_sort(array_agg({{ column }}) filter (where {{ column }} is not null)),
        cast(greatest(ceiling({{ fraction }} * count({{ column }})), 1) as integer)
    )
{%- endmacro %}

{% macro snowflake__percentile(column, fraction) -%}
    percentile_disc({{ fraction }}) within group (order by {{ column }})
{%- endmacro %}

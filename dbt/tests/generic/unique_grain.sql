{# No two rows share these columns, and none of the columns is empty: the grain of a model. #}
{% test unique_grain(model, columns) %}

    select
        {{ columns | join(', ') }},
        count(*) as row_count

    from {{ model }}

    group by {{ columns | join(', ') }}

    having
        count(*) > 1
        {%- for column in columns %}
        or {{ column }} is null
        {%- endfor %}

{% endtest %}

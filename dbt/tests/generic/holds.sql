{# A rule of the business holds in every row; a row for which it cannot be told breaks it, too. #}
{% test holds(model, rule) %}

    select *

    from {{ model }}

    where not coalesce({{ rule }}, false)

{% endtest %}

{#
    Layers live in schemas of their own name. Where FRESHET_DBT_SCHEMA names another schema than
    marts, everything goes there: an analyst tries changes in a scratch schema, away from the rest.
#}
{% macro generate_schema_name(custom_schema_name, node) -%}

    {%- if custom_schema_name is none or target.schema != 'marts' -%}
        {{ target.schema }}
    {%- else -%}
        {{ custom_schema_name | trim }}
    {%- endif -%}

{%- endmacro %}

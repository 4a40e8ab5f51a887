{#
    Layers live in schemas of their own name. Where FRESHET_DBT_SCHEMA names another schema than
    marts, everything goes there: an analyst tries changes in a scratch schema, away from the rest.
    So does what is built at a cut (var cut): it would put an hour of the past in the marts' place.
#}
{% macro generate_schema_name(custom_schema_name, node) -%}

    {%- if var('cut', none) and target.schema == 'marts' -%}
        {{ exceptions.raise_compiler_error(
            "Models at " ~ var('cut') ~ " would take the place of the marts: say by"
            ~ " FRESHET_DBT_SCHEMA in which other schema they go, such as scratch_me"
        ) }}
    {%- endif -%}
    {%- if custom_schema_name is none or target.schema != 'marts' -%}
        {{ target.schema }}
    {%- else -%}
        {{ custom_schema_name | trim }}
    {%- endif -%}

{%- endmacro %}

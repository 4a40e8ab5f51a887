{#
    How often rows of a stream's table were written anew or taken, as its ledger counts: by repairs,
    rollbacks, erasures, retention and what came in from before. Log positions show none of that.
    It is read before the rows are: what comes in between is seen by the next run.
#}
{% macro rewrites(stream) -%}
    {%- if execute and flags.INTROSPECT and not var('cut', none) -%}
        {{ adapter.dispatch('rewrites', 'freshet')(stream) | trim }}
    {%- else -%}
        0
    {%- endif -%}
{%- endmacro %}

{% macro trino__rewrites(stream) -%}
    {%- set properties = table_properties(stream) | trim -%}
    {%- if properties -%}
        {{ run_query(
            "select coalesce(max(cast(json_extract_scalar(value, '$.repairs.count') as bigint)), 0)"
            ~ " as rewrites from " ~ properties ~ " where key = 'freshet.ledger'"
        ).rows[0][0] }}
    {%- else -%}
        0
    {%- endif -%}
{%- endmacro %}

{# Snowflake sees no property of a table that another catalog keeps. #}
{% macro snowflake__rewrites(stream) -%}
    0
{%- endmacro %}

{#
    Event time from which on a stream's table is whole, as retention has taken what came before;
    null while it has taken nothing.
#}
{% macro whole_since(stream) -%}
    {{ adapter.dispatch('whole_since', 'freshet')(stream) | trim }}
{%- endmacro %}

{% macro trino__whole_since(stream) -%}
    (
        select max(from_iso8601_timestamp(value))
        from {{ table_properties(stream) | trim }}
        where key = 'freshet.retained-since'
    )
{%- endmacro %}

{% macro snowflake__whole_since(stream) -%}
    cast(null as timestamp_tz)
{%- endmacro %}

{# Where Trino shows the properties of a stream's table; nothing in a unit test, which has none. #}
{% macro table_properties(stream) -%}
    {%- for table in graph.get('sources', {}).values() if table.name == stream -%}
        {{ table.database }}.{{ table.schema }}."{{ table.identifier }}$properties"
    {%- endfor -%}
{%- endmacro %}

{#
    Says yes where a model that adds what is new must make all of it anew: rows that it has read
    were rewritten since, or its table lacks a column. Its column rewrites keeps the count.
#}
{% macro must_begin_anew(count) -%}
    {%- if execute and flags.INTROSPECT and is_incremental() -%}
        {%- set names = adapter.get_columns_in_relation(this) | map(attribute='name') -%}
        {%- if model.columns.keys() | reject('in', names | map('lower') | list) | list -%}
            yes
        {%- else -%}
            {%- set seen = run_query('select coalesce(max(rewrites), 0) as seen from ' ~ this) -%}
            {%- if seen.rows[0][0] | int != count | int -%}
                yes
            {%- endif -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

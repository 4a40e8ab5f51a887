package io.freshet.cli.lineage;

/** Graphs as the lineage server tells them. */
public final class Graphs {
  /**
   * A stream that a writer takes into a table, which a model and a notebook read. What the writer
   * refuses becomes dead letters, and it does not tell all of their columns.
   */
  public static final String STATE =
      """
      {"root": "stream:order_events", "column": "state", "truncated": false,
       "nodes": [
        {"id": "stream:order_events", "type": "dataset", "kind": "stream", "name": "order_events",
         "owner": "delivery-orders"},
        {"id": "table:raw.order_events", "type": "dataset", "kind": "table",
         "name": "raw.order_events", "owner": "delivery-orders"},
        {"id": "table:staging.orders", "type": "dataset", "kind": "view", "name": "staging.orders",
         "owner": null},
        {"id": "table:marts.daily", "type": "dataset", "kind": "table", "name": "marts.daily",
         "owner": "delivery-marketplace"},
        {"id": "table:raw.dead_letters", "type": "dataset", "kind": "table",
         "name": "raw.dead_letters", "owner": null},
        {"id": "stream:dead_letters", "type": "dataset", "kind": "stream", "name": "dead_letters",
         "owner": null},
        {"id": "job:freshet/writer", "type": "job", "name": "writer", "integration": "flink",
         "job_type": "job", "owner": null},
        {"id": "job:freshet/stg", "type": "job", "name": "stg", "integration": "dbt",
         "job_type": "model", "owner": null},
        {"id": "job:freshet/daily", "type": "job", "name": "daily", "integration": "dbt",
         "job_type": "model", "owner": null},
        {"id": "job:freshet/eta_error", "type": "job", "name": "eta_error",
         "integration": "notebook", "job_type": null, "owner": "data-science"}],
       "edges": [
        {"from": "stream:order_events", "job": "job:freshet/writer", "to": "table:raw.order_events",
         "by": "column"},
        {"from": "stream:order_events", "job": "job:freshet/writer", "to": "table:raw.dead_letters",
         "by": "possibly"},
        {"from": "stream:order_events", "job": "job:freshet/writer", "to": "stream:dead_letters",
         "by": "possibly"},
        {"from": "table:raw.order_events", "job": "job:freshet/stg", "to": "table:staging.orders",
         "by": "column"},
        {"from": "table:staging.orders", "job": "job:freshet/daily", "to": "table:marts.daily",
         "by": "table"},
        {"from": "table:raw.order_events", "job": "job:freshet/eta_error", "to": null,
         "by": "possibly"}],
       "column_edges": [
        {"from": "stream:order_events", "job": "job:freshet/writer", "to": "table:raw.order_events",
         "from_column": "state", "to_column": "state", "transformation": "direct",
         "subtype": "identity"},
        {"from": "table:raw.order_events", "job": "job:freshet/stg", "to": "table:staging.orders",
         "from_column": "state", "to_column": "status", "transformation": null, "subtype": null}]}
      """;

  private Graphs() {}
}

package io.freshet.serving.eta;

import io.freshet.core.contract.ContractTexts;
import io.freshet.core.lineage.Column;
import io.freshet.core.lineage.ColumnSources;
import io.freshet.core.lineage.ColumnSources.How;
import io.freshet.core.lineage.Dataset;
import io.freshet.core.lineage.Job;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the ETA job tells of itself. Columns that rest on a dasher's track or an order's history are
 * told to come from all that these are made of: coarse, but never too little.
 */
final class EtaLineage {
  private static final String[] SIGHTS = {
    "market", "dasher_id", "order_id", "latitude", "longitude", "event_time"
  };
  private static final String[] STEPS = {
    "market", "order_id", "order_version", "state", "event_time", "dasher_id"
  };
  private static final String[] PLACES = {"latitude", "longitude"};
  private static final String[] PICKUP = {"pickup_latitude", "pickup_longitude"};
  private static final String[] ENDS = {
    "pickup_latitude", "pickup_longitude", "dropoff_latitude", "dropoff_longitude"
  };
  private static final List<String> PREDICTED =
      List.of(
          "predicted_arrival",
          "latest_arrival",
          "remaining_seconds",
          "reason",
          "basis",
          "model",
          "features",
          "features_version");
  private static final String[] FIGURES = {
    "online_dashers",
    "busy_dashers",
    "idle_dashers",
    "open_orders",
    "unassigned_orders",
    "ready_orders"
  };

  private final EtaSettings settings;
  private final ContractTexts contracts;
  private final Dataset pings;
  private final Dataset orders;

  EtaLineage(EtaSettings settings, ContractTexts contracts) {
    this.settings = settings;
    this.contracts = contracts;
    this.pings = stream("dasher_pings");
    this.orders = stream("order_events");
  }

  Job job() {
    return new Job(
        "eta",
        "Keeps the ETA of every active order and whether each dasher is idle; tells supply and"
            + " alerts",
        List.of(pings, orders),
        List.of(
            stream("eta_predictions").from(predictions()),
            stream("market_supply").from(marketSupply()),
            stream("supply_cells").from(supplyCells()),
            stream("idle_dashers").from(idleDashers()),
            stream("supply_alerts").from(supplyAlerts()),
            orderDocuments(),
            dasherDocuments(),
            supplyDocuments()));
  }

  private Dataset stream(String contract) {
    return Dataset.stream(settings.inputs().kafka().bootstrap(), contracts.contract(contract));
  }

  private ColumnSources predictions() {
    ColumnSources sources = order(ColumnSources.none());
    for (String predicted : PREDICTED) {
      sources = predicted(predicted, sources);
    }

    return sources
        .with("stage", How.TRANSFORMATION, orders, "state")
        .with("distance_meters", How.TRANSFORMATION, pings, PLACES)
        .with("distance_meters", How.TRANSFORMATION, orders, ENDS)
        .withRowsBy(orders, "state", "order_version");
  }

  private ColumnSources order(ColumnSources sources) {
    return sources
        .with("market", How.IDENTITY, orders, "market")
        .with("order_id", How.IDENTITY, orders, "order_id")
        .with("order_version", How.IDENTITY, orders, "order_version")
        .with("dasher_id", How.IDENTITY, orders, "dasher_id")
        .with("dasher_id", How.IDENTITY, pings, "dasher_id")
        .with("event_time", How.IDENTITY, orders, "event_time")
        .with("event_time", How.IDENTITY, pings, "event_time");
  }

  /** From rolling speeds, what is left of the way, and what past stages have taught. */
  private ColumnSources predicted(String column, ColumnSources sources) {
    return sources
        .with(column, How.AGGREGATION, pings, SIGHTS)
        .with(column, How.AGGREGATION, orders, STEPS)
        .with(column, How.AGGREGATION, orders, ENDS)
        .with(column, How.AGGREGATION, orders, "synthetic");
  }

  private ColumnSources marketSupply() {
    return supply()
        .with("created_orders", How.AGGREGATION, orders, STEPS)
        .with("longest_wait_seconds", How.AGGREGATION, orders, STEPS);
  }

  private ColumnSources supplyCells() {
    ColumnSources sources = supply();
    for (String placed : List.of("cell", "latitude", "longitude")) {
      sources =
          sources
              .with(placed, How.TRANSFORMATION, pings, PLACES)
              .with(placed, How.TRANSFORMATION, orders, PICKUP);
    }
    for (String figure : FIGURES) {
      sources =
          sources
              .with(figure, How.AGGREGATION, pings, PLACES)
              .with(figure, How.AGGREGATION, orders, PICKUP);
    }

    return sources;
  }

  private ColumnSources supply() {
    ColumnSources sources = markets();
    for (String timed : List.of("event_time", "revision")) {
      sources =
          sources
              .with(timed, How.AGGREGATION, pings, "event_time")
              .with(timed, How.AGGREGATION, orders, "event_time");
    }

    return counted(sources, List.of(FIGURES));
  }

  private ColumnSources markets() {
    return ColumnSources.none()
        .with("market", How.IDENTITY, pings, "market")
        .with("market", How.IDENTITY, orders, "market");
  }

  private ColumnSources counted(ColumnSources sources, List<String> columns) {
    ColumnSources counted = sources;
    for (String column : columns) {
      counted =
          counted
              .with(column, How.AGGREGATION, pings, "market", "dasher_id", "order_id", "event_time")
              .with(column, How.AGGREGATION, orders, STEPS);
    }

    return counted;
  }

  /** Thresholds are no data: they come from a file. */
  private ColumnSources supplyAlerts() {
    return counted(
        markets(),
        List.of(
            "alert",
            "event_time",
            "change",
            "began_at",
            "seen",
            "threshold",
            "minutes",
            "online_dashers",
            "busy_dashers",
            "idle_dashers",
            "open_orders"));
  }

  private ColumnSources idleDashers() {
    return counted(
            ColumnSources.none().with("market", How.IDENTITY, pings, "market"),
            List.of("event_time", "change", "idle_since", "ended_by"))
        .with("dasher_id", How.IDENTITY, pings, "dasher_id")
        .with("cell", How.TRANSFORMATION, pings, PLACES);
  }

  private Dataset supplyDocuments() {
    return documents(
        "supply:<market>",
        "Markets, their supply and alerts",
        counted(
            markets(),
            List.of(
                "event_time_ms",
                "event_time",
                "online_dashers",
                "busy_dashers",
                "idle_dashers",
                "open_orders",
                "alerts")));
  }

  private Dataset orderDocuments() {
    ColumnSources sources =
        predictions()
            .with("state", How.IDENTITY, orders, "state")
            .with("event_time_ms", How.TRANSFORMATION, orders, "event_time")
            .with("event_time_ms", How.TRANSFORMATION, pings, "event_time")
            .with("position_time", How.IDENTITY, pings, "event_time");

    return documents("eta:{<market>:<order_id>}", "Active orders and their ETA", placed(sources));
  }

  private Dataset dasherDocuments() {
    ColumnSources sources =
        ColumnSources.none()
            .with("market", How.IDENTITY, pings, "market")
            .with("dasher_id", How.IDENTITY, pings, "dasher_id")
            .with("position_time", How.IDENTITY, pings, "event_time")
            .with("order_ids", How.AGGREGATION, pings, "order_id")
            .with("order_ids", How.AGGREGATION, orders, STEPS);
    for (String told :
        List.of("state", "state_since", "idle_since", "event_time", "event_time_ms")) {
      sources =
          sources
              .with(told, How.AGGREGATION, pings, "order_id", "event_time")
              .with(told, How.AGGREGATION, orders, STEPS);
    }

    return documents("dasher:{<market>:<dasher_id>}", "Dashers and what they do", placed(sources));
  }

  private ColumnSources placed(ColumnSources sources) {
    return sources
        .with("latitude", How.IDENTITY, pings, "latitude")
        .with("longitude", How.IDENTITY, pings, "longitude");
  }

  private Dataset documents(String keys, String purpose, ColumnSources sources) {
    Stream<String> fields = sources.byColumn().keySet().stream();

    return Dataset.place(
            new Dataset.Name("redis://" + settings.redis().redis().nodes().get(0), keys),
            purpose,
            fields.map(field -> new Column(field, "json", "")).toList())
        .from(sources);
  }
}

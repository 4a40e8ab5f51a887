package io.freshet.serving.eta.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.serving.eta.evaluation.Arrivals.Arrived;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.order.Forecast;
import io.freshet.serving.eta.order.Moment;
import io.freshet.serving.eta.travel.Position;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;

/** Events as the lake has them, and what the job has recorded, compared by {@code skew.py}. */
final class SkewRows {
  private static final String ARRIVED = "_received_at,_stream_partition,_offset";

  private final Path folder;

  SkewRows(Path folder) {
    this.folder = folder;
  }

  /** What {@code freshet dataset skew} would print as JSON of it. */
  JsonNode compare(Arrivals arrivals) throws Exception {
    try (PrintWriter orders = writer("order_events");
        PrintWriter pings = writer("dasher_pings");
        PrintWriter predictions = writer("eta_predictions")) {
      orders.println(
          "market,order_id,order_version,state,event_time,dasher_id,pickup_latitude,"
              + "pickup_longitude,dropoff_latitude,dropoff_longitude,"
              + ARRIVED);
      pings.println("market,dasher_id,order_id,event_time,latitude,longitude," + ARRIVED);
      predictions.println(
          "event_time,market,order_id,order_version,stage,features,_stream_partition,_offset");
      long[] offset = {0};
      try (OperatorMarket market =
          new OperatorMarket(told -> predictions.println(line(told) + ",0," + offset[0]++))) {
        for (Arrived arrived : arrivals.all()) {
          if (arrived.event() instanceof OrderEvent event) {
            orders.println(line(event) + suffix(arrived));
            market.take(event);
          } else if (arrived.event() instanceof Ping ping) {
            pings.println(line(ping) + suffix(arrived));
            market.take(ping);
          }
        }
      }
    }
    new TrainingPython(folder).run("training.tests.skew_from_csv", folder.toString());

    return new ObjectMapper().readTree(folder.resolve("skew.json").toFile());
  }

  private PrintWriter writer(String table) throws IOException {
    return new PrintWriter(folder.resolve(table + ".csv").toFile(), StandardCharsets.UTF_8);
  }

  private static String suffix(Arrived arrived) {
    return ",%d,0,%d".formatted(arrived.receivedMillis(), arrived.offset());
  }

  private static String line(OrderEvent event) {
    return "%s,%d,%d,%s,%d,%s,%s,%s"
        .formatted(
            event.market(),
            event.orderId(),
            event.orderVersion(),
            event.state().code(),
            event.millis(),
            Objects.toString(event.dasherId(), ""),
            place(event.pickup()),
            place(event.dropoff()));
  }

  private static String line(Ping ping) {
    return "%s,%d,%s,%d,%s"
        .formatted(
            ping.market(),
            ping.dasherId(),
            Objects.toString(ping.orderId(), ""),
            ping.millis(),
            place(ping.fix().position()));
  }

  private static String line(Forecast told) {
    Moment moment = told.moment();

    return "%d,%s,%d,%d,%s,%s"
        .formatted(
            moment.millis(),
            moment.market(),
            moment.orderId(),
            moment.orderVersion(),
            moment.stage().code(),
            told.features().stream().map(String::valueOf).collect(Collectors.joining(" ")));
  }

  private static String place(Position place) {
    return place == null ? "," : place.latitude() + "," + place.longitude();
  }
}

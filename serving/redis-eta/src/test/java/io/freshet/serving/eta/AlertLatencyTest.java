package io.freshet.serving.eta;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.alert.AlertChange;
import io.freshet.serving.eta.alert.AlertFunction;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.supply.MarketSupply;
import io.freshet.serving.eta.supply.SupplyFunction;
import io.freshet.serving.eta.supply.SupplyTimes;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * From the order that is one too many to the alert, in seconds of event time: decision 0055 says
 * what is promised, and the shipped thresholds ask for one minute as this one does.
 */
class AlertLatencyTest {
  private static final String MARKET = "m";
  private static final long SECOND = 1_000;
  private static final long DISORDER = 120 * SECOND;
  private static final long WAIT = 10 * SECOND;
  private static final long MINUTE = 60 * SECOND;
  private static final Position HERE = new Position(37.78, -122.42);

  @TempDir private Path folder;
  private int handedOn;

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 330, 359})
  void alertsWithinAMinuteAndTheWait(int breach) throws Exception {
    try (var supply = supply();
        var alerts = alerts()) {
      supply.open();
      alerts.open();
      long second = 0;
      while (alerts.extractOutputValues().isEmpty() && second < 1_000) {
        happen(second, breach, supply);
        supply.processBothWatermarks(new Watermark(second * SECOND - DISORDER - 1));
        handOn(supply, alerts);
        second++;
      }

      List<AlertChange> told = alerts.extractOutputValues();
      assertThat(told).hasSize(1);
      assertThat(told.get(0).seen()).isEqualTo("3.000");
      long minute = told.get(0).supply().millis();
      assertThat(minute).isEqualTo((breach * SECOND / MINUTE + 1) * MINUTE);
      assertThat((second - 1) * SECOND).isEqualTo(minute + WAIT);
      assertThat((second - 1 - breach) * SECOND).isLessThanOrEqualTo(MINUTE + WAIT);
    }
  }

  /** One free dasher, two orders for a start, and from the breach on a third. */
  private static void happen(
      long second,
      int breach,
      KeyedTwoInputStreamOperatorTestHarness<String, Ping, OrderEvent, MarketSupply> supply)
      throws Exception {
    long millis = second * SECOND;
    if (second % 15 == 0) {
      supply.processElement1(new Ping(MARKET, 7, null, new Fix(millis, HERE)), millis);
    }
    if (second == 1 || second == 2 || second == breach) {
      supply.processElement2(
          new OrderEvent(MARKET, second, 1, OrderState.CREATED, millis, null, HERE, null, false),
          millis);
    }
  }

  private void handOn(
      KeyedTwoInputStreamOperatorTestHarness<String, Ping, OrderEvent, MarketSupply> supply,
      KeyedOneInputStreamOperatorTestHarness<String, MarketSupply, AlertChange> alerts)
      throws Exception {
    List<MarketSupply> told = supply.extractOutputValues();
    for (MarketSupply minute : told.subList(handedOn, told.size())) {
      alerts.processElement(minute, minute.millis());
    }
    handedOn = told.size();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<String, Ping, OrderEvent, MarketSupply>
      supply() throws Exception {
    SupplyTimes times = new SupplyTimes(Duration.ofMillis(WAIT), Duration.ofMillis(DISORDER));

    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new KeyedCoProcessOperator<>(new SupplyFunction(times)),
        Ping::market,
        OrderEvent::market,
        Types.STRING);
  }

  private KeyedOneInputStreamOperatorTestHarness<String, MarketSupply, AlertChange> alerts()
      throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("thresholds.yaml"),
            "every_market: {open_orders_per_idle_dasher: {begins: 2, ends: 1}}");

    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(new AlertFunction(file.toString())),
        MarketSupply::market,
        Types.STRING);
  }
}

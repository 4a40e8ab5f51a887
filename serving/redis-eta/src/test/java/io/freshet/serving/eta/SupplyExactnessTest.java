package io.freshet.serving.eta;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.supply.CellSupply;
import io.freshet.serving.eta.supply.KnownSight;
import io.freshet.serving.eta.supply.MarketSupply;
import io.freshet.serving.eta.supply.SightRule;
import io.freshet.serving.eta.supply.SupplyFunction;
import io.freshet.serving.eta.supply.SupplyTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the order in which events come, the told supply is what a batch finds in all of them.
 */
class SupplyExactnessTest {
  private static final long DISORDER = Duration.ofMinutes(2).toMillis();
  private static final long USUAL_DISORDER = Duration.ofSeconds(2).toMillis();
  private static final int EVENTS_BETWEEN_WATERMARKS = 20;

  /** An event and when it comes. */
  private record Arrival(long millis, long arrives, Ping ping, OrderEvent step) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void eachMinuteIsWhatABatchFinds(long seed) throws Exception {
    TinyMarket market = TinyMarket.withTrouble(6, seed);
    BatchSupply batch = new BatchSupply(market.pings(), market.steps());

    assertExact(tell(arrivals(market, new Random(seed), DISORDER)), batch);
  }

  /** As the job sends them, where each dasher is followed. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void eachMinuteIsWhatABatchFindsWithoutThePingsThatSayTheSame(long seed) throws Exception {
    TinyMarket market = TinyMarket.withTrouble(6, seed);
    BatchSupply batch = new BatchSupply(market.pings(), market.steps());

    assertExact(
        tell(withoutThoseThatSayTheSame(arrivals(market, new Random(seed), DISORDER))), batch);

    List<Arrival> nearlyInOrder = arrivals(market, new Random(seed), USUAL_DISORDER);
    List<Arrival> fewer = withoutThoseThatSayTheSame(nearlyInOrder);
    assertThat(fewer).hasSizeLessThan(nearlyInOrder.size() * 3 / 4);
    assertExact(tell(fewer), batch);
  }

  private static void assertExact(ToldSupply told, BatchSupply batch) {
    assertThat(told.minutes())
        .hasSizeGreaterThanOrEqualTo(80)
        .anyMatch(minute -> batch.market(minute).ready() > 0);
    for (long minute : told.minutes()) {
      assertThat(told.market(minute)).as("minute %d", minute).isEqualTo(batch.market(minute));
      assertThat(told.cells(minute)).as("minute %d", minute).isEqualTo(batch.cells(minute));
    }
  }

  private static List<Arrival> withoutThoseThatSayTheSame(List<Arrival> arrivals) {
    SightRule rule = new SightRule();
    Map<Long, KnownSight> known = new HashMap<>();
    List<Arrival> fewer = new ArrayList<>();
    for (Arrival arrival : arrivals) {
      if (arrival.ping() == null) {
        fewer.add(arrival);
      } else {
        KnownSight ofDasher =
            known.computeIfAbsent(arrival.ping().dasherId(), any -> new KnownSight());
        for (Ping ping : rule.see(ofDasher, arrival.ping())) {
          fewer.add(new Arrival(ping.millis(), arrival.arrives(), ping, null));
        }
      }
    }

    return fewer;
  }

  /** Each event as much as that late. */
  private static List<Arrival> arrivals(TinyMarket market, Random random, long disorder) {
    List<Arrival> arrivals = new ArrayList<>();
    for (Ping ping : market.pings()) {
      long millis = ping.fix().millis();
      arrivals.add(new Arrival(millis, millis + random.nextLong(disorder), ping, null));
    }
    for (OrderEvent step : market.steps()) {
      arrivals.add(
          new Arrival(step.millis(), step.millis() + random.nextLong(disorder), null, step));
    }
    arrivals.sort(Comparator.comparingLong(Arrival::arrives));

    return arrivals;
  }

  /** With a restart in the middle, from which it goes on as if nothing had been. */
  private static ToldSupply tell(List<Arrival> arrivals) throws Exception {
    List<MarketSupply> markets = new ArrayList<>();
    List<CellSupply> cells = new ArrayList<>();
    int middle = arrivals.size() / 2;
    OperatorSubtaskState state;
    try (var harness = harness()) {
      harness.open();
      play(arrivals.subList(0, middle), harness);
      state = harness.snapshot(1, 1);
      note(harness, markets, cells);
    }
    try (var harness = harness()) {
      harness.initializeState(state);
      harness.open();
      play(arrivals.subList(middle, arrivals.size()), harness);
      note(harness, markets, cells);
    }

    return new ToldSupply(markets, cells);
  }

  private static void play(
      List<Arrival> arrivals,
      KeyedTwoInputStreamOperatorTestHarness<String, Ping, OrderEvent, MarketSupply> harness)
      throws Exception {
    long newest = Long.MIN_VALUE;
    int sinceWatermark = 0;
    for (Arrival arrival : arrivals) {
      if (arrival.ping() != null) {
        harness.processElement1(arrival.ping(), arrival.millis());
      } else {
        harness.processElement2(arrival.step(), arrival.millis());
      }
      newest = Math.max(newest, arrival.millis());
      if (++sinceWatermark == EVENTS_BETWEEN_WATERMARKS) {
        sinceWatermark = 0;
        harness.processBothWatermarks(new Watermark(newest - DISORDER - 1));
      }
    }
  }

  private static void note(
      KeyedTwoInputStreamOperatorTestHarness<String, Ping, OrderEvent, MarketSupply> harness,
      List<MarketSupply> markets,
      List<CellSupply> cells) {
    markets.addAll(harness.extractOutputValues());
    Queue<StreamRecord<CellSupply>> told = harness.getSideOutput(SupplyFunction.CELLS);
    if (told != null) {
      told.forEach(cell -> cells.add(cell.getValue()));
    }
  }

  private static KeyedTwoInputStreamOperatorTestHarness<String, Ping, OrderEvent, MarketSupply>
      harness() throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new KeyedCoProcessOperator<>(
            new SupplyFunction(
                new SupplyTimes(Duration.ofSeconds(10), Duration.ofMillis(DISORDER)))),
        Ping::market,
        OrderEvent::market,
        Types.STRING);
  }
}

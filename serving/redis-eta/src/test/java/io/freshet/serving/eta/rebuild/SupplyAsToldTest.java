package io.freshet.serving.eta.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.ContractTexts;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.serving.eta.alert.Alert;
import io.freshet.serving.eta.alert.AlertChange;
import io.freshet.serving.eta.alert.AlertForm;
import io.freshet.serving.eta.alert.AlertFunction;
import io.freshet.serving.eta.alert.MarketStanding;
import io.freshet.serving.eta.events.EventForm;
import io.freshet.serving.eta.redis.RedisWrite;
import io.freshet.serving.eta.redis.SupplyEntry;
import io.freshet.serving.eta.supply.Figures;
import io.freshet.serving.eta.supply.MarketForm;
import io.freshet.serving.eta.supply.MarketSupply;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the job tells of supply and alerts, read again: the documents it shows come out of it. */
class SupplyAsToldTest {
  private static final ContractTexts CONTRACTS = ContractTexts.read(Path.of("../../contracts"));
  private static final int MINUTES = 300;

  /** Numbers are written in several ways, as somebody may. */
  private static final String THRESHOLDS =
      """
      every_market:
        online_dashers: {begins: 6, ends: 7.5, minutes: 2}
        open_orders_per_idle_dasher: {begins: 2.50, ends: 1, minutes: 1}
        idle_share: {begins: 0.7, ends: 0.55}
      """;

  @TempDir private Path folder;
  private final SupplyBook book = new SupplyBook();
  private final Random random = new Random(1);
  private KeyedOneInputStreamOperatorTestHarness<String, MarketSupply, AlertChange> job;
  private int read;

  @BeforeEach
  void open() throws Exception {
    Path file = Files.writeString(folder.resolve("thresholds.yaml"), THRESHOLDS);
    job =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new AlertFunction(file.toString())),
            MarketSupply::market,
            Types.STRING);
    job.open();
  }

  @AfterEach
  void close() throws Exception {
    job.close();
  }

  @Test
  void isEachMinuteToTheLetterWhatTheJobShows() throws Exception {
    List<String> alerts = new ArrayList<>();
    for (int minute = 1; minute <= MINUTES; minute++) {
      MarketSupply supply =
          Events.supply(
              Events.MARKET,
              minute,
              new Figures(random.nextInt(9), 1 + random.nextInt(6), 5, 2, 1));
      job.processElement(supply, supply.millis());
      book.add(MarketForm.read(payload("market_supply", new MarketForm(), supply)), 0);
      readAlerts();

      String document = rebuilt();

      assertThat(document).isEqualTo(shown());
      alerts.add(document.replaceAll(".*\"alerts\":", ""));
    }
    assertThat(alerts)
        .contains("[]}")
        .anyMatch(each -> each.contains("\"threshold\":2.500}"))
        .anyMatch(each -> each.split("began_at", -1).length == 3);
  }

  @Test
  void leavesOutAnAlertThatThisVersionDoesNotKnow() {
    assertThat(SupplyAlert.of(alert("rain", "began"))).isEmpty();
    assertThat(SupplyAlert.of(alert("idle_share", "paused"))).isEmpty();
    assertThat(SupplyAlert.of(alert("idle_share", "ended"))).isPresent();
  }

  private void readAlerts() {
    List<AlertChange> told = job.extractOutputValues();
    for (AlertChange change : told.subList(read, told.size())) {
      book.add(SupplyAlert.of(payload("supply_alerts", new AlertForm(), change)).orElseThrow());
    }
    read = told.size();
  }

  private String rebuilt() {
    List<RedisWrite> writes = new ArrayList<>();
    book.forEach((standing, received) -> writes.add(SupplyEntry.of(standing)));
    assertThat(writes).hasSize(1);

    return writes.get(0).document();
  }

  private String shown() {
    Queue<StreamRecord<MarketStanding>> standings = job.getSideOutput(AlertFunction.STANDINGS);
    List<StreamRecord<MarketStanding>> all = List.copyOf(standings);

    return SupplyEntry.of(all.get(all.size() - 1).getValue()).document();
  }

  private static <T> GenericRecord payload(String contract, EventForm<T> form, T found) {
    PayloadBuilder builder = new PayloadBuilder(CONTRACTS.contract(contract));
    form.fill(builder, found);

    return builder.build();
  }

  private static GenericRecord alert(String alert, String change) {
    GenericRecord payload =
        payload(
            "supply_alerts",
            new AlertForm(),
            new AlertChange(
                Alert.IDLE_SHARE,
                AlertChange.Change.BEGAN,
                0,
                BigDecimal.ONE,
                BigDecimal.ONE,
                1,
                Events.supply(1, 1)));
    payload.put("alert", alert);
    payload.put("change", change);

    return payload;
  }
}

package io.freshet.serving.eta.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.supply.Figures;
import io.freshet.serving.eta.supply.MarketSupply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertFunctionTest {
  private static final long MINUTE = 60_000;
  private static final String AFTER_TWO =
      """
      every_market:
        online_dashers: {begins: 10, ends: 12, minutes: 2}
      markets:
        lisbon:
          online_dashers: {begins: 3, ends: 3, minutes: 1}
          idle_share: {begins: 0.9, ends: 0.8}
      """;

  @TempDir private Path folder;
  private KeyedOneInputStreamOperatorTestHarness<String, MarketSupply, AlertChange> harness;
  private long edits;

  @BeforeEach
  void open() throws Exception {
    write(AFTER_TWO);
    harness = harness();
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void takesAMarketsOwnThresholdsWhereItHasSome() throws Exception {
    minute("oslo", 1, 2);
    minute("lisbon", 1, 2);
    minute("oslo", 2, 2);

    assertThat(told())
        .containsExactly(
            "lisbon ONLINE_DASHERS BEGAN at 1",
            "lisbon IDLE_SHARE BEGAN at 1",
            "oslo ONLINE_DASHERS BEGAN at 2");
  }

  @Test
  void countsNoMinuteTwice() throws Exception {
    minute("oslo", 1, 2);
    minute("oslo", 1, 2);
    minute("oslo", 0, 2);
    assertThat(told()).isEmpty();

    minute("oslo", 2, 2);

    assertThat(told()).hasSize(1);
    assertThat(standings())
        .extracting(s -> s.supply().millis())
        .containsExactly(MINUTE, 2 * MINUTE);
  }

  @Test
  void countsAnewAfterMinutesThatAreMissing() throws Exception {
    minute("oslo", 1, 2);
    minute("oslo", 3, 2);
    assertThat(told()).isEmpty();

    minute("oslo", 4, 2);

    assertThat(told()).containsExactly("oslo ONLINE_DASHERS BEGAN at 4");
  }

  @Test
  void saysEachOnceOverARestart() throws Exception {
    minute("oslo", 1, 2);
    minute("oslo", 2, 2);
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    harness.close();

    harness = harness();
    harness.initializeState(snapshot);
    harness.open();
    minute("oslo", 2, 2);
    minute("oslo", 3, 2);
    minute("oslo", 4, 12);
    minute("oslo", 5, 12);

    assertThat(told()).containsExactly("oslo ONLINE_DASHERS ENDED at 5");
  }

  @Test
  void takesAnEditedFileWithTheNextMinute() throws Exception {
    minute("oslo", 1, 20);
    write("every_market: {online_dashers: {begins: 30, ends: 30}}");
    minute("oslo", 2, 20);
    write("every_market: {}");
    minute("oslo", 3, 20);

    assertThat(told())
        .containsExactly("oslo ONLINE_DASHERS BEGAN at 2", "oslo ONLINE_DASHERS ENDED at 3");
  }

  @Test
  void goesOnWithWhatItKnewWhereTheFileIsWrongOrGone() throws Exception {
    minute("oslo", 1, 2);
    write("every_market: {online_dashers: {begins: many}}");
    minute("oslo", 2, 2);
    assertThat(told()).hasSize(1);

    Files.delete(folder.resolve("thresholds.yaml"));
    minute("oslo", 3, 12);
    minute("oslo", 4, 12);

    assertThat(told()).hasSize(2);
  }

  @Test
  void showsWhichAlertsAreOn() throws Exception {
    minute("lisbon", 1, 20);
    minute("lisbon", 2, 2);
    minute("lisbon", 3, 1);

    assertThat(standings())
        .extracting(standing -> standing.alerts().stream().map(AlertFunctionTest::text).toList())
        .containsExactly(
            List.of("IDLE_SHARE since 1: 1.000"),
            List.of("ONLINE_DASHERS since 2: 2.000", "IDLE_SHARE since 1: 1.000"),
            List.of("ONLINE_DASHERS since 2: 1.000", "IDLE_SHARE since 1: 1.000"));
  }

  private static String text(MarketStanding.On on) {
    return "%s since %d: %s".formatted(on.alert(), on.beganAt() / MINUTE, on.seen());
  }

  private KeyedOneInputStreamOperatorTestHarness<String, MarketSupply, AlertChange> harness()
      throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(new AlertFunction(folder.resolve("thresholds.yaml").toString())),
        MarketSupply::market,
        Types.STRING);
  }

  /** Each time at another time: two edits may fall into one tick of the file system's clock. */
  private void write(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("thresholds.yaml"), yaml);
    edits++;
    Files.setLastModifiedTime(file, FileTime.fromMillis(edits * 1_000));
  }

  private void minute(String market, long minute, int online) throws Exception {
    Figures figures = new Figures(0, online, 0, 0, 0);
    harness.processElement(
        new MarketSupply(market, minute * MINUTE, 1, figures, 0, null), minute * MINUTE);
  }

  private List<String> told() {
    return harness.extractOutputValues().stream()
        .map(
            change ->
                "%s %s %s at %d"
                    .formatted(
                        change.supply().market(),
                        change.alert(),
                        change.change(),
                        change.supply().millis() / MINUTE))
        .toList();
  }

  private List<MarketStanding> standings() {
    Queue<StreamRecord<MarketStanding>> output = harness.getSideOutput(AlertFunction.STANDINGS);

    return output.stream().map(StreamRecord::getValue).toList();
  }
}

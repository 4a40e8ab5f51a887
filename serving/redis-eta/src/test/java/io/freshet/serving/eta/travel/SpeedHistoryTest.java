package io.freshet.serving.eta.travel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.serving.eta.travel.Traffic.Basis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpeedHistoryTest {
  private static final long CELL = new Cells().cell(new Position(37.78, -122.42));
  private static final String AREA = Long.toHexString(Cells.area(CELL));
  private static final String HEADER = "market,part,hour_of_week,meters_per_second\n";

  /** A Tuesday. */
  private static final Instant NINE = Instant.parse("2026-11-03T09:30:00Z");

  private static final int TUESDAY_NINE = 33;
  private static final float PLENTY = 1_000_000;

  @TempDir private Path folder;
  private Path file;
  private final Map<Long, CellSpeed> speeds = new HashMap<>();

  @BeforeEach
  void name() {
    file = folder.resolve("speeds.csv");
  }

  @Test
  void knowsASpeedOfEachHourOfTheWeek() throws Exception {
    SpeedHistory history = read("oslo,market,33,7.5\noslo,%s,34,3\n".formatted(AREA));

    assertThat(history.at("oslo", Cells.WHOLE_MARKET, millis(NINE))).isEqualTo(7.5);
    assertThat(history.at("oslo", Cells.WHOLE_MARKET, millis(NINE) + 3_600_000)).isZero();
    assertThat(history.at("oslo", Cells.area(CELL), millis(NINE) + 3_600_000)).isEqualTo(3);
    assertThat(history.at("bergen", Cells.WHOLE_MARKET, millis(NINE))).isZero();
  }

  @Test
  void countsTheHoursFromMonday() {
    assertThat(SpeedHistory.hourOfWeek(millis(NINE))).isEqualTo(TUESDAY_NINE);
    assertThat(SpeedHistory.hourOfWeek(millis(Instant.parse("2026-11-02T00:00:00Z")))).isZero();
    assertThat(SpeedHistory.hourOfWeek(millis(Instant.parse("1969-12-28T23:59:59Z"))))
        .isEqualTo(167);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "oslo,market,33;Line 2 of %s has 3 values; it must have 4",
        "oslo,centre,33,7;Line 2 of %s has the part centre; it must be market or an H3 cell",
        "oslo,market,168,7;Line 2 of %s has the hour_of_week 168; it must be 0 to 167",
        "oslo,market,33,fast;Line 2 of %s has the meters_per_second fast; it must be 0 to 60",
        "oslo,market,33,NaN;Line 2 of %s has the meters_per_second NaN; it must be 0 to 60"
      })
  void saysWhichLineIsWrong(String line, String before, String after) {
    assertThatThrownBy(() -> read(line + "\n"))
        .isInstanceOf(FreshetException.class)
        .hasMessage((before + "; " + after).formatted(file));
  }

  @Test
  void takesAnAreaToBeTodayWhatItUsuallyIsBesideItsMarket() throws Exception {
    Traffic traffic = traffic(read("oslo,market,33,8\noslo,%s,33,4\n".formatted(AREA)));
    travelled(Cells.WHOLE_MARKET, 6);

    assertThat(traffic.at(CELL, millis(NINE)).metersPerSecond()).isCloseTo(3, within(0.01));
    assertThat(traffic.at(CELL, millis(NINE)).basis()).isEqualTo(Basis.HISTORY);
    assertThat(traffic.at(CELL, millis(NINE)).inMarket()).isCloseTo(6, within(0.01));
  }

  @Test
  void believesTheDayMoreThanTheHistory() throws Exception {
    Traffic traffic = traffic(read("oslo,market,33,8\noslo,%s,33,4\n".formatted(AREA)));
    travelled(Cells.area(CELL), 7);

    assertThat(traffic.at(CELL, millis(NINE)).metersPerSecond()).isCloseTo(7, within(0.01));
    assertThat(traffic.at(CELL, millis(NINE)).basis()).isEqualTo(Basis.AREA);
  }

  @Test
  void fallsBackToTheHistoryWhereNothingMoves() throws Exception {
    Traffic traffic = traffic(read("oslo,market,33,8\n"));

    assertThat(traffic.at(CELL, millis(NINE)).metersPerSecond()).isEqualTo(8);
    assertThat(traffic.at(CELL, millis(NINE)).basis()).isEqualTo(Basis.HISTORY);
    assertThat(traffic.at(CELL, millis(NINE)).inMarket()).isZero();
  }

  @Test
  void readsTheFileAgainOnceItHasChangedAndKeepsTheLastGoodOne() throws Exception {
    long[] now = {0};
    write("oslo,market,33,8\n", 1);
    SpeedHistoryFile opened = SpeedHistoryFile.open(file, () -> Instant.ofEpochMilli(now[0]));

    write("oslo,market,33,5\n", 2);
    assertThat(market(opened)).isEqualTo(8);
    now[0] = 60_000;
    assertThat(market(opened)).isEqualTo(5);
    write("oslo,market\n", 3);
    now[0] = 120_000;
    assertThat(market(opened)).isEqualTo(5);
    Files.delete(file);
    now[0] = 180_000;
    assertThat(market(opened)).isEqualTo(5);
  }

  @Test
  void remembersNothingUntilTheFileIsThere() throws Exception {
    long[] now = {0};
    SpeedHistoryFile opened = SpeedHistoryFile.open(file, () -> Instant.ofEpochMilli(now[0]));

    assertThat(market(opened)).isZero();
    write("oslo,market,33,8\n", 1);
    assertThat(market(opened)).isZero();
    now[0] = 60_000;
    assertThat(market(opened)).isEqualTo(8);
  }

  @Test
  void remembersNothingOfAFileThatIsWrongFromTheStart() throws Exception {
    long[] now = {0};
    write("oslo,market\n", 1);
    SpeedHistoryFile opened = SpeedHistoryFile.open(file, () -> Instant.ofEpochMilli(now[0]));

    assertThat(market(opened)).isZero();
    write("oslo,market,33,8\n", 2);
    now[0] = 60_000;
    assertThat(market(opened)).isEqualTo(8);
  }

  private SpeedHistory read(String lines) throws IOException {
    write(lines, 1);

    return SpeedHistory.read(file);
  }

  private void write(String lines, long second) throws IOException {
    Files.writeString(file, HEADER + lines);
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plus(Duration.ofSeconds(second))));
  }

  private static double market(SpeedHistoryFile opened) {
    return opened.current().at("oslo", Cells.WHOLE_MARKET, millis(NINE));
  }

  private Traffic traffic(SpeedHistory history) {
    return new Traffic() {
      @Override
      public Optional<CellSpeed> of(long cell) {
        return Optional.ofNullable(speeds.get(cell));
      }

      @Override
      public double usually(long part, long millis) {
        return history.at("oslo", part, millis);
      }
    };
  }

  private void travelled(long cell, double speed) {
    speeds.put(cell, new CellSpeed("oslo", cell, (float) speed * PLENTY, PLENTY, Long.MAX_VALUE));
  }

  private static long millis(Instant time) {
    return time.toEpochMilli();
  }
}

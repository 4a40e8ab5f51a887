package io.freshet.serving.eta.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThresholdsParserTest {
  private static final Path SHIPPED = Path.of("supply-thresholds.yaml");

  @TempDir private Path folder;

  @Test
  void readsTheShippedFile() {
    Thresholds shipped = ThresholdsParser.read(SHIPPED);

    assertThat(shipped.of("anywhere")).containsOnlyKeys(Alert.values());
    assertThat(shipped.of("san_francisco").get(Alert.ONLINE_DASHERS))
        .isEqualTo(new Threshold(new BigDecimal(20), new BigDecimal(25), 1, 5));
  }

  @Test
  void whatIsShippedAlertsAfterOneMinuteAndWaitsForCalm() {
    Thresholds shipped = ThresholdsParser.read(SHIPPED);

    for (String market : List.of("anywhere", "san_francisco")) {
      assertThat(shipped.of(market).values())
          .allSatisfy(
              threshold -> {
                assertThat(threshold.minutes()).isEqualTo(1);
                assertThat(threshold.calmMinutes()).isGreaterThanOrEqualTo(5);
                assertThat(threshold.begins()).isNotEqualByComparingTo(threshold.ends());
              });
    }
  }

  @Test
  void fillsUpAMarketWithWhatHoldsEverywhere() throws IOException {
    Thresholds thresholds =
        ThresholdsParser.read(
            file(
                """
                every_market:
                  online_dashers: {begins: 3, ends: 5, minutes: 2}
                  idle_share: {begins: 0.75, ends: 0.5, calm_minutes: 4}
                markets:
                  oslo:
                    online_dashers: {begins: 7, ends: 7}
                  lisbon:
                    idle_share: off
                  porto:
                """));

    Threshold idle = new Threshold(new BigDecimal("0.75"), new BigDecimal("0.5"), 1, 4);
    Threshold few = new Threshold(new BigDecimal(3), new BigDecimal(5), 2, 2);
    assertThat(thresholds.of("oslo"))
        .isEqualTo(
            Map.of(
                Alert.ONLINE_DASHERS,
                new Threshold(new BigDecimal(7), new BigDecimal(7), 1, 1),
                Alert.IDLE_SHARE,
                idle));
    assertThat(thresholds.of("lisbon")).isEqualTo(Map.of(Alert.ONLINE_DASHERS, few));
    assertThat(thresholds.of("porto")).isEqualTo(thresholds.of("anywhere"));
    assertThat(thresholds.of("anywhere"))
        .isEqualTo(Map.of(Alert.ONLINE_DASHERS, few, Alert.IDLE_SHARE, idle));
  }

  @Test
  void saysAllThatIsWrongAtOnce() throws IOException {
    Path file =
        file(
            """
            every_market:
              online_dasher: {begins: 3, ends: 5}
              online_dashers: {begins: 5, ends: 3}
              idle_share: {begins: 0.5, ends: 0.7, minute: 2}
            markets:
              oslo:
                idle_share: {begins: many, minutes: 0}
              lisbon: 5
              porto:
                online_dashers: on
            market: {}
            """);

    assertThatThrownBy(() -> ThresholdsParser.read(file))
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CALLER))
        .message()
        .startsWith("Cannot take the thresholds in %s: ".formatted(file))
        .contains(
            "market is no key of it; did you mean markets?",
            "every_market.online_dasher is no key of it; did you mean online_dashers?",
            "every_market.online_dashers.ends is 3; it must be 5 or more, or the alert would end"
                + " before it began",
            "every_market.idle_share.ends is 0.7; it must be 0.5 or less, or the alert would end"
                + " before it began",
            "every_market.idle_share.minute is no key of it; did you mean minutes?",
            "markets.oslo.idle_share.begins is many; it must be a number from 0 to 999999999 with"
                + " at most 3 digits behind the point",
            "markets.oslo.idle_share.ends is missing; it must be a number",
            "markets.oslo.idle_share.minutes is 0; it must be a whole number from 1 to 1440",
            "markets.lisbon is 5; it must be alerts: online_dashers, open_orders_per_idle_dasher,"
                + " idle_share",
            "markets.porto.online_dashers is true; it must be {begins: NUMBER, ends: NUMBER,"
                + " minutes: NUMBER, calm_minutes: NUMBER} or off");
  }

  @Test
  void saysWhereAFileIsNoYamlOrMissing() throws IOException {
    Path file = file("every_market: {");
    Path missing = folder.resolve("missing.yaml");

    assertThatThrownBy(() -> ThresholdsParser.check(file)).hasMessageContaining("line 1");
    assertThatThrownBy(() -> ThresholdsParser.check(missing))
        .hasMessage("Cannot take the thresholds in %s: there is no such file".formatted(missing));
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("thresholds.yaml"), yaml);
  }
}

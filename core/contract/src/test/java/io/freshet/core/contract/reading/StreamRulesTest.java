package io.freshet.core.contract.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.contract.StreamSettings.Intake;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stream and its events: every rule broken once. */
class StreamRulesTest {
  private static final String CUSTOM = "customProperties.";

  @ParameterizedTest
  @CsvSource({
    "partitions, 0, a whole number from 1 to 1000",
    "partitions, 1001, a whole number from 1 to 1000",
    "spread, 5, a whole number from 1 to 4",
    "deadLettersPerHour, -1, a whole number from 0 to 1000000000",
    "replicas, 8, a whole number from 1 to 7",
    "minInSync, 4, a whole number from 1 to 3",
    "maxMessageBytes, 1023, a whole number from 1024 to 104857600"
  })
  void aNumberOfTheStreamIsWithinItsLimits(String key, String value, String remedy) {
    Draft draft = Draft.sound().withSetting(key, value);

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "property: " + key, CUSTOM + key, "%s is %s".formatted(key, value), remedy));
  }

  @Test
  void withoutAnEntityThereIsNothingToSpreadBy() {
    Draft draft = Draft.sound().without("  - {property: entityKey, value: ride_id}\n");

    assertThat(draft.contract().requireStream().spread()).isEqualTo(1);
    Draft spread = draft.withSetting("spread", "2");
    assertThat(spread.findings())
        .containsExactly(
            spread.finding(
                "property: spread",
                CUSTOM + "spread",
                "there is no entity key to spread by",
                "an entityKey, or no spread"));
  }

  @ParameterizedTest
  @CsvSource({"streamRetention, a week", "lateness, 5", "maxAhead, soon", "maxBehind, 1y"})
  void aDurationIsWrittenWithItsUnit(String key, String value) {
    Draft draft = Draft.sound().withSetting(key, value);

    assertThat(draft.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.path()).isEqualTo(CUSTOM + key);
              assertThat(finding.remedy()).isEqualTo("a duration such as 30s, 5m, 2h or 7d");
            });
  }

  @Test
  void theRegistryKnowsTheCompatibility() {
    Draft draft = Draft.sound().withSetting("compatibility", "backward");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "value: backward",
                CUSTOM + "compatibility",
                "compatibility is \"backward\"",
                "one of BACKWARD, BACKWARD_TRANSITIVE, FORWARD, FORWARD_TRANSITIVE, FULL,"
                    + " FULL_TRANSITIVE, NONE"));
  }

  @Test
  void withoutProducersNobodySendsOverHttp() {
    assertThat(Draft.sound().contract().requireStream().intake())
        .isEqualTo(new Intake(List.of(), List.of(), Acknowledgement.DURABLE, false));
  }

  @Test
  void aContractNamesItsProducersAndWhenTheyAreAnswered() {
    Draft draft =
        Draft.sound()
            .withSetting("producers", "[rider-app, dispatch_2]")
            .withSetting("origins", "['https://shop.example', 'http://127.0.0.1:8080']")
            .withSetting("acknowledgement", "fast")
            .withSetting("takesRawJson", "true");

    assertThat(draft.contract().requireStream().intake())
        .isEqualTo(
            new Intake(
                List.of("rider-app", "dispatch_2"),
                List.of("https://shop.example", "http://127.0.0.1:8080"),
                Acknowledgement.FAST,
                true));
  }

  @Test
  void aStreamIsCapturedFromATable() {
    Draft draft = Draft.sound().withSetting("capturedFrom", "public.rides");

    assertThat(draft.contract().capturedFrom()).contains("public.rides");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rides", "Public.rides", "a.b.c", "public.", "'public.ri des'"})
  void whatIsCapturedIsATable(String table) {
    Draft draft = Draft.sound().withSetting("capturedFrom", table);

    assertThat(draft.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.path()).isEqualTo(CUSTOM + "capturedFrom");
              assertThat(finding.remedy())
                  .isEqualTo("schema and table in lower case, such as public.orders");
            });
  }

  @ParameterizedTest
  @CsvSource({"producers, [rider-app]", "takesRawJson, true"})
  void nobodyElseSendsWhatIsCaptured(String key, String value) {
    Draft draft = Draft.sound().withSetting("capturedFrom", "public.rides").withSetting(key, value);

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "property: " + key,
                CUSTOM + key,
                "the changes of public.rides are the stream's events, and nothing else is",
                "no %s, or no capturedFrom".formatted(key)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*", "shop.example", "https://shop.example/", "https://*.example", "null"})
  void anOriginIsOneSite(String origin) {
    Draft draft = Draft.sound().withSetting("origins", "['%s']".formatted(origin));

    assertThat(draft.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.path()).isEqualTo(CUSTOM + "origins");
              assertThat(finding.remedy())
                  .isEqualTo(
                      "scheme, host and port as browsers tell them, such as https://shop.example");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"[Rider]", "[rider app]", "[a, a]", "['']", "[-a]"})
  void aProducerHasANameOfItsOwn(String producers) {
    Draft draft = Draft.sound().withSetting("producers", producers);

    assertThat(draft.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.path()).isEqualTo(CUSTOM + "producers");
              assertThat(finding.remedy())
                  .isEqualTo(
                      "lower-case words joined by hyphens or underscores, such as rider-app, each"
                          + " once");
            });
  }

  @Test
  void thereAreTwoAcknowledgements() {
    Draft draft = Draft.sound().withSetting("acknowledgement", "quick");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "value: quick",
                CUSTOM + "acknowledgement",
                "acknowledgement is \"quick\"",
                "one of durable, fast"));
  }

  @ParameterizedTest
  @CsvSource({
    "partitions, 4",
    "spread, 2",
    "deadLettersPerHour, 5",
    "streamRetention, 7d",
    "replicas, 3",
    "minInSync, 2",
    "maxMessageBytes, 4096",
    "compatibility, FULL",
    "producers, []",
    "origins, []",
    "readers, {}",
    "acknowledgement, durable",
    "takesRawJson, true",
    "standby, true",
    "capturedFrom, public.rides"
  })
  void aDerivedContractHasNoStream(String key, String value) {
    Draft draft = Draft.derived().withSetting(key, value);

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "property: " + key,
                CUSTOM + key,
                key + " is about a stream, and a derived contract has none",
                "no such key"));
  }

  @ParameterizedTest
  @CsvSource({
    "lateness, 5m",
    "maxAhead, 5m",
    "maxBehind, 5m",
    "keepClientId, true",
    "tableRows, all"
  })
  void aDerivedContractHasNoEvents(String key, String value) {
    Draft draft = Draft.derived().withSetting(key, value);

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "property: " + key,
                CUSTOM + key,
                key + " is about events, and a derived contract has none",
                "no such key"));
  }
}

package io.freshet.core.contract.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.contract.StreamSettings.Intake;
import io.freshet.core.contract.TableSettings.Partitioning;
import io.freshet.core.contract.TableSettings.Transform;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, stream and table: every rule broken once. */
class KeysAndSettingsTest {
  private static final String CUSTOM = "customProperties.";
  private static final String KEY_REMEDY = "the name of a required string, int or long column";

  @Test
  void thereIsAPartitionKey() {
    Draft draft = Draft.sound().without("  - {property: partitionKey, value: city}\n");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "customProperties:\n  - {property: kind",
                CUSTOM + "partitionKey",
                "partitionKey is missing",
                KEY_REMEDY));
  }

  @Test
  void aKeyIsAColumn() {
    Draft draft = Draft.sound().with("value: city}", "value: citi}");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "value: citi", CUSTOM + "partitionKey", "there is no column citi", "city"));
  }

  @Test
  void aKeyHasATypeWithOneSpelling() {
    Draft draft =
        Draft.sound()
            .withColumn("price", 9, "required: true", "logicalType: number", "physicalType: double")
            .with("value: ride_id}", "value: price}");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "value: price}",
                CUSTOM + "entityKey",
                "the column price has another type",
                KEY_REMEDY));
  }

  @Test
  void aKeyIsNeverNull() {
    Draft draft =
        Draft.sound()
            .with(
                "logicalType: string\n        required: true",
                "logicalType: string\n        required: false");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "value: city}",
                CUSTOM + "partitionKey",
                "the column city may be null",
                KEY_REMEDY));
  }

  @Test
  void theEntityKeyIsNotThePartitionKey() {
    Draft draft = Draft.sound().with("value: ride_id}", "value: city} # twice");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "# twice",
                CUSTOM + "entityKey",
                "city is the partition key already",
                "another column, or no entityKey"));
  }

  @Test
  void theEventTimeIsATimestamp() {
    Draft draft = Draft.sound().with("logicalType: timestamp", "logicalType: date");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "value: event_time}",
                CUSTOM + "eventTime",
                "the column event_time has another type",
                "a required timestamp column"));
  }

  @Test
  void theEventTimeOfADerivedContractIsADate() {
    Draft draft = Draft.derived().with("logicalType: date", "logicalType: timestamp");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "value: event_time}",
                CUSTOM + "eventTime",
                "the column event_time has another type",
                "a required date column"));
  }

  @Test
  void aDerivedTableIsPartitionedByItsDate() {
    assertThat(Draft.derived().contract().requireTable().partitioning())
        .containsExactly(new Partitioning(Transform.IDENTITY, "event_time"));
  }

  @Test
  void aBrokenColumnIsNotReportedAgainByTheKeyThatNamesIt() {
    Draft draft =
        Draft.sound()
            .with(
                "required: true\n        description: Where",
                "requird: true\n        description: Where");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "requird",
                "schema[0].properties[0].requird",
                "requird is no key that ODCS has here",
                "required"));
  }

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
    "takesRawJson, true"
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
  @CsvSource({"lateness, 5m", "maxAhead, 5m", "maxBehind, 5m", "keepClientId, true"})
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

  @Test
  void aDerivedContractSaysItsBudgetAndNamespace() {
    Draft draft =
        Draft.derived()
            .with(
                "slaProperties:\n  - {property: freshness, value: 60, unit: s}",
                "slaProperties: []")
            .without("  - {property: namespace, value: clean}\n");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "slaProperties",
                "slaProperties.freshness",
                "a derived contract says no freshness",
                "how old the newest complete data may be, such as a nightly table's 26 h"),
            draft.finding(
                "customProperties:\n  - {property: kind",
                CUSTOM + "namespace",
                "a derived contract says no namespace",
                "clean or marts"));
  }

  @Test
  void whatAJobComputesIsNotRaw() {
    Draft draft = Draft.derived().with("value: clean", "value: raw");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "value: raw",
                CUSTOM + "namespace",
                "what a job computes is not raw",
                "clean or marts"));
  }

  @Test
  void aNamespaceIsOneOfThree() {
    Draft draft = Draft.sound().withSetting("namespace", "bronze");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "value: bronze",
                CUSTOM + "namespace",
                "namespace is \"bronze\"",
                "one of raw, clean, marts"));
  }

  @Test
  void aContractMayLiveInKafkaOnly() {
    Contract contract =
        Draft.sound()
            .with(
                "slaProperties:\n  - {property: freshness, value: 60, unit: s}",
                "slaProperties: []")
            .withSetting("table", "none")
            .contract();

    assertThat(contract.table()).isEmpty();
    assertThat(contract.stream()).isPresent();
  }

  @Test
  void aContractWithoutATableSaysNothingAboutOne() {
    Draft draft =
        Draft.sound()
            .with(
                "logicalType: string\n        required: true",
                "logicalType: string\n        partitioned: true\n        required: true")
            .withSetting("table", "none")
            .withSetting("namespace", "raw");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "partitioned: true",
                "schema[0].properties[0].partitioned",
                "this is about a table, and the contract has none",
                "no such key"),
            draft.finding(
                "property: freshness",
                "slaProperties.freshness",
                "this is about a table, and the contract has none",
                "no such key"),
            draft.finding(
                "property: namespace",
                CUSTOM + "namespace",
                "this is about a table, and the contract has none",
                "no such key"));
  }

  @Test
  void theTableCanOnlyBeLeftOut() {
    Draft draft = Draft.sound().withSetting("table", "rides_v2");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "value: rides_v2",
                CUSTOM + "table",
                "table is rides_v2",
                "none, or no such key: the table bears the contract's name"));
  }

  @Test
  void aDerivedContractIsItsTable() {
    Draft draft = Draft.derived().withSetting("table", "none");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "property: table",
                CUSTOM + "table",
                "a derived contract is its table",
                "no such key"));
  }

  @Test
  void theSortOrderIsOfColumns() {
    Draft draft = Draft.sound().withSetting("sort", "[city, tine, stops, city]");

    assertThat(draft.findings())
        .extracting(finding -> finding.problem() + "; " + finding.remedy())
        .containsExactly(
            "there is no column tine; one of city, ride_id, event_time, stops",
            "the column stops has parts; columns that are no array and no object",
            "city is given twice; each column once");
  }

  @Test
  void theSortOrderIsAList() {
    Draft draft = Draft.sound().withSetting("sort", "city");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "property: sort", CUSTOM + "sort", "sort is \"city\"", "a list of names"));
  }

  @Test
  void partitionsAreInTheOrderOfTheirPositions() {
    Draft draft = partitioned("partitionKeyPosition: 2", "partitionKeyPosition: 1");

    assertThat(draft.contract().requireTable().partitioning())
        .containsExactly(
            new Partitioning(Transform.DAY, "event_time"),
            new Partitioning(Transform.IDENTITY, "city"));
  }

  @Test
  void twoPartitionsHaveTwoPositions() {
    Draft draft = partitioned("partitionKeyPosition: 1", "partitionKeyPosition: 1 # too");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "# too",
                "schema[0].properties[2].partitionKeyPosition",
                "position 1 is city's",
                "a partitionKeyPosition of its own, from 1 on"));
  }

  @Test
  void aTimestampIsPartitionedByDayOrHour() {
    Draft hourly = timeTransform("hour");
    assertThat(hourly.contract().requireTable().partitioning())
        .containsExactly(new Partitioning(Transform.HOUR, "event_time"));

    Draft draft = timeTransform("identity");
    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "value: identity",
                "schema[0].properties[2].customProperties.partitionTransform",
                "identity does not fit the column's type",
                "day or hour, for a timestamp"));
  }

  @Test
  void onlyATimestampHasHours() {
    Draft draft =
        Draft.sound()
            .with(
                "[{property: fieldId, value: 1}]",
                "[{property: fieldId, value: 1}, {property: partitionTransform, value: hour}]")
            .with(
                "description: Where it was\n",
                "description: Where it was\n        partitioned: true\n");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "value: hour",
                "schema[0].properties[0].customProperties.partitionTransform",
                "hour does not fit the column's type",
                "identity: only a timestamp has hours"));
  }

  @Test
  void onlyAPartitionedColumnSaysHow() {
    Draft draft =
        Draft.sound()
            .with(
                "[{property: fieldId, value: 3}]",
                "[{property: fieldId, value: 3}, {property: partitionTransform, value: hour}]");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "value: hour",
                "schema[0].properties[2].customProperties.partitionTransform",
                "the column is not partitioned",
                "partitioned: true, or no such key"));
  }

  @Test
  void aTableIsNotPartitionedByAnArray() {
    Draft draft =
        Draft.sound()
            .with(
                "description: Where it stopped\n",
                "description: Where it stopped\n        partitioned: true\n");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "partitioned: true",
                "schema[0].properties[3].partitioned",
                "a table can't be partitioned by a column of this type",
                "partitioned: true at a string, whole number, decimal, boolean, date or"
                    + " timestamp"));
  }

  @Test
  void aPartOfAColumnIsNoPartition() {
    Draft draft =
        Draft.sound()
            .with(
                "description: The place's name",
                "partitioned: true\n              description: The place's name");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "partitioned: true",
                "schema[0].properties[3].items.properties[0].partitioned",
                "place is a part of a column",
                "partitioned at a column, or no such key"));
  }

  private static Draft partitioned(String city, String time) {
    return Draft.sound()
        .with(
            "description: Where it was\n",
            "description: Where it was\n        partitioned: true\n        %s\n".formatted(city))
        .with(
            "description: When it was\n",
            "description: When it was\n        partitioned: true\n        %s\n".formatted(time));
  }

  private static Draft timeTransform(String transform) {
    return Draft.sound()
        .with("description: When it was\n", "description: When it was\n        partitioned: true\n")
        .with(
            "[{property: fieldId, value: 3}]",
            "[{property: fieldId, value: 3}, {property: partitionTransform, value: %s}]"
                .formatted(transform));
  }
}

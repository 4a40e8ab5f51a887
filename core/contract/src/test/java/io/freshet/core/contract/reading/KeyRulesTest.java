package io.freshet.core.contract.reading;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Keys and event time: every rule broken once. */
class KeyRulesTest {
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
  void theGrainOfADerivedContractIsItsKeysUnlessItHasAPrimaryKey() {
    assertThat(Draft.derived().contract().schema().keys().grain())
        .containsExactly("city", "ride_id", "event_time");
  }

  @Test
  void aPrimaryKeyHoldsTheDay() {
    Draft draft =
        Draft.derived().with("- name: city\n", "- name: city\n        primaryKey: true\n");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "value: event_time}",
                CUSTOM + "eventTime",
                "the column event_time is not in the primary key",
                "primaryKey: true there, as there are rows for each day"));
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
}

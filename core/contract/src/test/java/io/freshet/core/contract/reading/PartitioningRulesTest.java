package io.freshet.core.contract.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.TableSettings.Partitioning;
import io.freshet.core.contract.TableSettings.Transform;
import org.junit.jupiter.api.Test;

/** A table's partitions: every rule broken once. */
class PartitioningRulesTest {
  @Test
  void aDerivedTableIsPartitionedByItsDate() {
    assertThat(Draft.derived().contract().requireTable().partitioning())
        .containsExactly(new Partitioning(Transform.IDENTITY, "event_time"));
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

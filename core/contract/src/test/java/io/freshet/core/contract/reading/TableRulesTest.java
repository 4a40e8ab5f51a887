package io.freshet.core.contract.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.TableSettings.Rows;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table: every rule broken once. */
class TableRulesTest {
  private static final String CUSTOM = "customProperties.";

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
  void aTableOfTheLatestRowsIsNotPartitioned() {
    Draft draft =
        Draft.sound()
            .withColumn("is_gone", 9, "logicalType: boolean", "required: true")
            .withSetting("tableRows", "latest")
            .withSetting("deletedBy", "is_gone");

    assertThat(draft.contract().keepsLatest()).isTrue();
    assertThat(draft.contract().requireTable().rows())
        .isEqualTo(new Rows(true, Optional.of("is_gone")));
    assertThat(draft.contract().requireTable().partitioning()).isEmpty();
  }

  @Test
  void aTableOfTheLatestRowsRefusesPartitions() {
    Draft draft =
        Draft.sound()
            .withColumn("zone", 9, "logicalType: string", "partitioned: true")
            .withSetting("tableRows", "latest");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "partitioned: true",
                "schema[0].properties[1].partitioned",
                "a table of the latest rows is not partitioned",
                "no such key, or tableRows: all"));
  }

  @Test
  void onlyATableOfTheLatestRowsLosesSome() {
    Draft draft =
        Draft.sound()
            .withColumn("is_gone", 9, "logicalType: boolean", "required: true")
            .withSetting("deletedBy", "is_gone");

    assertThat(draft.findings())
        .containsExactly(
            draft.finding(
                "property: deletedBy",
                CUSTOM + "deletedBy",
                "every event has a row, and none takes one away",
                "tableRows: latest, or no deletedBy"));
  }

  @ParameterizedTest
  @CsvSource({
    "is_gone, the column is_gone is something else, a required boolean column",
    "city, the column city is something else, a required boolean column",
    "cyti, there is no column cyti, city"
  })
  void aRowIsTakenAwayByARequiredBoolean(String column, String problem, String remedy) {
    Draft draft =
        Draft.sound()
            .withColumn("is_gone", 9, "logicalType: boolean")
            .withSetting("tableRows", "latest")
            .withSetting("deletedBy", column);

    assertThat(draft.findings())
        .containsExactly(
            draft.finding("property: deletedBy", CUSTOM + "deletedBy", problem, remedy));
  }
}

package io.freshet.lineage.graph;

import static io.freshet.lineage.Events.column;
import static io.freshet.lineage.Events.complete;
import static io.freshet.lineage.Events.dataset;
import static io.freshet.lineage.Events.fields;
import static io.freshet.lineage.Events.read;
import static io.freshet.lineage.Events.readOf;
import static io.freshet.lineage.Events.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.lineage.naming.DatasetName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobEdgesTest {
  @Test
  void takesEveryInputIntoEveryOutputWhereNothingElseIsTold() {
    assertThat(
            pairs(table("raw.a") + "," + table("raw.b"), table("clean.c") + "," + table("clean.d")))
        .containsExactlyInAnyOrder(
            "raw.a > clean.c", "raw.a > clean.d", "raw.b > clean.c", "raw.b > clean.d");
  }

  @Test
  void takesAnInputOnlyIntoTheOutputsWhoseColumnsNameIt() {
    assertThat(
            pairs(
                table("raw.a") + "," + table("raw.b") + "," + table("raw.silent"),
                from("clean.c", "raw.a") + "," + from("clean.d", "raw.b")))
        .containsExactlyInAnyOrder(
            "raw.a > clean.c", "raw.b > clean.d", "raw.silent > clean.c", "raw.silent > clean.d");
  }

  @Test
  void takesAnInputAlsoIntoAnOutputThatTellsNoColumns() {
    assertThat(pairs(table("raw.a"), from("clean.c", "raw.a") + "," + table("clean.d")))
        .containsExactlyInAnyOrder("raw.a > clean.c", "raw.a > clean.d");
  }

  /** It may filter by what it does not name. */
  @Test
  void takesAnInputAlsoIntoAnOutputThatDoesNotTellAllOfItsColumns() {
    String partly = dataset("clean.d", "\"columnLineage\": {\"fields\": %s}".formatted(x("raw.b")));

    assertThat(
            pairs(table("raw.a") + "," + table("raw.b"), from("clean.c", "raw.a") + "," + partly))
        .containsExactlyInAnyOrder("raw.a > clean.c", "raw.a > clean.d", "raw.b > clean.d");
  }

  @Test
  void keepsWhatOnlyReadsAndWhatOnlyWrites() {
    assertThat(pairs(table("raw.a"), "")).containsExactly("raw.a > nothing");
    assertThat(pairs("", table("raw.a"))).containsExactly("nothing > raw.a");
  }

  @Test
  void takesOnlyThoseColumnsForReadThatAReaderSaysSoOf() {
    JobEdges edges = ofReader(readOf("raw.a", "x", "y"));

    assertThat(edges.columns())
        .extracting(edge -> edge.source().column())
        .containsExactlyInAnyOrder("x", "y");
    assertThat(edges.tables()).allMatch(JobEdges.TableEdge::columnsKnown);
  }

  @Test
  void claimsNothingOfTheColumnsOfAReaderThatTellsTheSchemaAlone() {
    JobEdges edges = ofReader(table("raw.a", "x", "y"));

    assertThat(edges.columns()).isEmpty();
    assertThat(edges.tables()).noneMatch(JobEdges.TableEdge::columnsKnown);
  }

  private static JobEdges ofReader(String input) {
    return JobEdges.of(read(complete("notebook", "r", "10:00:00", input, "")));
  }

  /** All that there is to tell: its one column, and that nothing filters. */
  private static String from(String output, String input) {
    return dataset(
        output,
        "\"schema\": {\"fields\": [%s]}, \"columnLineage\": {\"fields\": %s, \"dataset\": []}"
            .formatted(fields("x"), x(input)));
  }

  private static String x(String input) {
    return "{\"x\": {\"inputFields\": [%s]}}".formatted(column(input, "x", "DIRECT", "IDENTITY"));
  }

  private static List<String> pairs(String inputs, String outputs) {
    return JobEdges.of(read(complete("job", "r", "10:00:00", inputs, outputs))).tables().stream()
        .map(edge -> name(edge.input()) + " > " + name(edge.output()))
        .toList();
  }

  private static String name(Optional<DatasetName> dataset) {
    return dataset.map(DatasetName::name).orElse("nothing");
  }
}

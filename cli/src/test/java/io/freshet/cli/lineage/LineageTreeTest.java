package io.freshet.cli.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.lineage.graph.LineageGraph;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class LineageTreeTest {
  @Test
  void drawsWhatIsMadeFromAColumnAndHowSureThatIs() throws IOException {
    assertThat(print(Graphs.STATE, LineageTree::printDownstream))
        .isEqualTo(
            """
            stream order_events.state · delivery-orders
            ├─ raw.order_events · by flink job writer · delivery-orders · state → state (identity)
            │  ├─ view staging.orders · by dbt model stg · state → status
            │  │  └─ marts.daily · by dbt model daily · delivery-marketplace · columns not told
            │  └─ notebook eta_error · data-science · may filter by it
            ├─ raw.dead_letters · by flink job writer · may filter by it
            └─ stream dead_letters · by flink job writer · may filter by it
            """);
  }

  @Test
  void drawsWhatATableIsMadeFrom() throws IOException {
    String graph =
        Graphs.STATE
            .replace("\"root\": \"stream:order_events\"", "\"root\": \"table:marts.daily\"")
            .replace("\"column\": \"state\", \"truncated\"", "\"column\": null, \"truncated\"");

    assertThat(print(graph, LineageTree::printUpstream))
        .isEqualTo(
            """
            marts.daily · delivery-marketplace
            └─ view staging.orders · by dbt model daily
               └─ raw.order_events · by dbt model stg · delivery-orders
                  └─ stream order_events · by flink job writer · delivery-orders
            """);
  }

  @Test
  void drawsACircleOnce() throws IOException {
    String graph =
        """
        {"root": "table:a.a", "nodes": [
          {"id": "table:a.a", "type": "dataset", "kind": "table", "name": "a.a"},
          {"id": "job:n/j", "type": "job", "name": "j"}],
         "edges": [{"from": "table:a.a", "job": "job:n/j", "to": "table:a.a", "by": "table"}]}
        """;

    assertThat(print(graph, LineageTree::printDownstream))
        .isEqualTo(
            """
            a.a
            └─ a.a · by j ↑
            """);
  }

  @Test
  void saysThatNobodyReads() throws IOException {
    String graph =
        """
        {"root": "table:a.a", "edges": [], "nodes": [
          {"id": "table:a.a", "type": "dataset", "kind": "table", "name": "a.a"}]}
        """;

    assertThat(print(graph, LineageTree::printDownstream))
        .contains("└─ nobody has told that it is read");
  }

  private static String print(String json, BiConsumer<LineageGraph, PrintWriter> printer)
      throws IOException {
    StringWriter text = new StringWriter();
    try (PrintWriter out = new PrintWriter(text)) {
      printer.accept(LineageGraph.of(new ObjectMapper().readTree(json)), out);
    }

    return text.toString();
  }
}

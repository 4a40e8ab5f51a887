package io.freshet.dbt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.freshet.core.toolkit.Settings;
import io.freshet.dbt.run.DbtOutcome;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a run says beyond what dbt says, and to whom. */
class DbtRunnerIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.TRINO);

  private static final int CALLERS_FAULT = 2;

  @TempDir private Path folder;

  @BeforeAll
  static void giveATableAColumnAndTakeItAway() throws Exception {
    try (LakeTables lake = new LakeTables(DbtFixture.CONTRACTS, platform.settings()).create()) {
      lake.append("order_events", new Marketplace().orderRows());
      Table orders = lake.table("order_events");
      if (orders.schemas().values().stream().noneMatch(schema -> schema.findField("tip") != null)) {
        orders.updateSchema().addColumn("tip", Types.LongType.get()).commit();
        orders.updateSchema().deleteColumn("tip").commit();
      }
    }
  }

  @Test
  void namesTheContractThatDroppedAColumnWhichAModelReads() throws Exception {
    DbtFixture dbt = projectWith("tips", "select tip from {{ ref('stg_delivery__order_events') }}");

    DbtOutcome outcome = dbt.run("run", "--select", "+tips");

    assertThat(outcome.exitCode()).as(dbt.printed()).isEqualTo(CALLERS_FAULT);
    assertThat(outcome.explanations())
        .containsExactly(
            "tips reads the column tip of order_events, which contract version 1.1.0 dropped (the"
                + " table had it once); take it out of dbt/models/marts/tips.sql, or bring it back"
                + " in contracts/order_events.yaml");
  }

  @FullOnly
  @Test
  void suggestsTheColumnThatAModelMayHaveMeant() throws Exception {
    DbtFixture dbt =
        projectWith("totals", "select subtotal_mino from {{ ref('stg_delivery__order_events') }}");

    DbtOutcome outcome = dbt.run("run", "--select", "+totals");

    assertThat(outcome.exitCode()).as(dbt.printed()).isEqualTo(CALLERS_FAULT);
    assertThat(outcome.explanations())
        .singleElement()
        .asString()
        .startsWith("totals reads the column subtotal_mino, which")
        .contains("did you mean subtotal_minor?");
  }

  @Test
  void saysHowFarASourceIsBehindItsContract() throws Exception {
    DbtFixture dbt = new DbtFixture(folder, platform.settings());

    DbtOutcome outcome = dbt.run("source", "freshness", "--select", "source:delivery.order_events");

    assertThat(outcome.exitCode()).as(dbt.printed()).isEqualTo(1);
    assertThat(outcome.explanations())
        .singleElement()
        .asString()
        .startsWith("raw.order_events is stale: its newest data is ")
        .contains("contract order_events 1.1.0 allows 60 s", "its owner is delivery-orders");
  }

  @FullOnly
  @Test
  void takesNobodysModulesForThoseOfDbt() throws Exception {
    Files.writeString(folder.resolve("dbt.py"), "raise SystemExit('not dbt')");
    DbtFixture dbt = new DbtFixture(folder, platform.settings());

    DbtOutcome outcome = dbt.run(Map.of("PYTHONPATH", folder.toString()), "parse");

    assertThat(outcome.exitCode()).as(dbt.printed()).isZero();
  }

  @FullOnly
  @Test
  void tellsAFileWhatAModelReadsAndWrites() throws Exception {
    Path events = folder.resolve("lineage.jsonl");
    DbtFixture dbt = new DbtFixture(folder, with(Map.of("lineage.file", events.toString())));

    dbt.require("run", "--select", "stg_delivery__markets");

    assertThat(edges(Files.readAllLines(events)))
        .contains("lake.raw.markets > lake.staging.stg_delivery__markets");
  }

  @FullOnly
  @Test
  void tellsAServerThatItShowsItsTokenTo() throws Exception {
    List<String> events = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/v1/lineage",
        exchange -> {
          String shown = exchange.getRequestHeaders().getFirst("Authorization");
          if ("Bearer 1234567890123456".equals(shown)) {
            events.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          }
          exchange.sendResponseHeaders(201, -1);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      DbtFixture dbt =
          new DbtFixture(
              folder, with(Map.of("lineage.url", url, "lineage.token", "1234567890123456")));

      dbt.require("run", "--select", "stg_delivery__markets");
    } finally {
      server.stop(0);
    }

    assertThat(edges(events)).contains("lake.raw.markets > lake.staging.stg_delivery__markets");
  }

  @FullOnly
  @Test
  void buildsWithoutTellingWhereNobodyListens() throws Exception {
    DbtFixture dbt = new DbtFixture(folder, with(Map.of("lineage.url", "http://127.0.0.1:1")));

    DbtOutcome outcome = dbt.run("run", "--select", "stg_delivery__markets");

    assertThat(outcome.exitCode()).as(dbt.printed()).isZero();
    assertThat(outcome.explanations())
        .singleElement()
        .asString()
        .startsWith("Lineage was not told: http://127.0.0.1:1 does not answer");
  }

  private static Settings with(Map<String, String> lineage) {
    return Settings.load(platform.profile(), Map.of(), lineage);
  }

  private static List<String> edges(List<String> events) throws IOException {
    List<String> edges = new ArrayList<>();
    for (String line : events) {
      JsonNode event = new ObjectMapper().readTree(line);
      for (JsonNode input : event.path("inputs")) {
        for (JsonNode output : event.path("outputs")) {
          edges.add(input.path("name").asText() + " > " + output.path("name").asText());
        }
      }
    }

    return edges;
  }

  @FullOnly
  @Test
  void writesTheDocumentationWithItsLineageAsOnePage() throws Exception {
    DbtFixture dbt = new DbtFixture(folder, platform.settings());

    dbt.require("docs", "generate", "--static");

    assertThat(Files.readString(dbt.project().documentation()))
        .contains("source.freshet.delivery.order_events", "exposure.freshet.supply_dashboard");
  }

  /** A copy of the project with a mart more. */
  private DbtFixture projectWith(String model, String sql) throws IOException {
    Path copy = ProjectCopy.in(folder.resolve("project"));
    Files.writeString(copy.resolve("models/marts").resolve(model + ".sql"), sql);

    return new DbtFixture(copy, folder.resolve("state"), DbtFixture.CONTRACTS, platform.settings());
  }
}

package io.freshet.dbt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.Settings;
import io.freshet.dbt.run.DbtOutcome;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
            "tips reads the column tip of order_events, which contract version 1.0.0 dropped (the"
                + " table had it once); take it out of dbt/models/marts/tips.sql, or bring it back"
                + " in contracts/order_events.yaml");
  }

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
        .contains("contract order_events 1.0.0 allows 60 s", "its owner is delivery-orders");
  }

  @Test
  void tellsWhatAModelReadsAndWritesWhereLineageIsWanted() throws Exception {
    Path events = folder.resolve("lineage.jsonl");
    Settings settings =
        Settings.load(platform.profile(), Map.of(), Map.of("lineage.file", events.toString()));
    DbtFixture dbt = new DbtFixture(folder, settings);

    dbt.require("run", "--select", "stg_delivery__markets");

    List<String> edges = new ArrayList<>();
    for (String line : Files.readAllLines(events)) {
      JsonNode event = new ObjectMapper().readTree(line);
      for (JsonNode input : event.path("inputs")) {
        for (JsonNode output : event.path("outputs")) {
          edges.add(input.path("name").asText() + " > " + output.path("name").asText());
        }
      }
    }
    assertThat(edges).contains("lake.raw.markets > lake.staging.stg_delivery__markets");
  }

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

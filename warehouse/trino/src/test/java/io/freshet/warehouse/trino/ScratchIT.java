package io.freshet.warehouse.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import io.freshet.warehouse.trino.scratch.ExpiryPlan;
import io.freshet.warehouse.trino.scratch.ExpiryReceipt;
import io.freshet.warehouse.trino.scratch.ScratchSchemas;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A team's own schema on a real Trino. */
@FullOnly
class ScratchIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.CATALOG);

  private static RideWarehouse warehouse;

  @BeforeAll
  static void make(@TempDir Path folder) {
    warehouse = RideWarehouse.make(platform, folder);
  }

  @AfterAll
  static void close() throws Exception {
    warehouse.close();
  }

  @Test
  void nobodyLendsOthersTheirOwnSightByAView() {
    new ScratchSchemas(warehouse.catalog()).create("growth", Duration.ofDays(14));
    String view = "scratch_growth.%s_lent".formatted(warehouse.rides());
    warehouse.execute(
        "eve",
        "CREATE VIEW %s SECURITY DEFINER AS SELECT rider_id FROM raw.%s"
            .formatted(view, warehouse.rides()));

    assertThat(warehouse.ask("eve", "SELECT max(rider_id) FROM " + view)).containsExactly("2");
    warehouse.refused("ana", "SELECT rider_id FROM " + view);
    warehouse.execute("eve", "DROP VIEW " + view);
  }

  @Test
  void aTeamsScratchTablesAreItsOwnAndGoWhenNobodyTouchesThem() {
    ScratchSchemas scratch = new ScratchSchemas(warehouse.catalog());
    scratch.create("growth", Duration.ofDays(14));
    String table = "scratch_growth." + warehouse.rides();
    warehouse.execute(
        "ana",
        "CREATE TABLE %s AS SELECT city, rider_id FROM raw.%s".formatted(table, warehouse.rides()));
    warehouse.execute("ana", "CREATE VIEW %s_view AS SELECT city FROM %s".formatted(table, table));

    assertThat(warehouse.ask("ana", "SELECT count(*), count(rider_id) FROM " + table))
        .containsExactly("2|0");
    warehouse.refused("dan", "SELECT * FROM " + table);
    assertThat(named(scratch.plan(Instant.now()), table)).isEmpty();
    ExpiryPlan plan = scratch.plan(Instant.now().plus(Duration.ofDays(15)));
    assertThat(named(plan, table)).containsExactly(table, table + "_view");
    warehouse.execute("ana", "INSERT INTO %s VALUES ('rome', 3)".formatted(table));
    assertThat(scratch.execute(plan).outcomes())
        .containsEntry(table, ExpiryReceipt.Outcome.CHANGED_MEANWHILE)
        .containsEntry(table + "_view", ExpiryReceipt.Outcome.DROPPED);
    assertThat(scratch.execute(scratch.plan(Instant.now().plus(Duration.ofDays(15)))).outcomes())
        .containsEntry(table, ExpiryReceipt.Outcome.DROPPED);
    assertThat(scratch.execute(plan).outcomes()).containsEntry(table, ExpiryReceipt.Outcome.GONE);
  }

  @Test
  void aScratchSchemaHasAnExpiryThatMakesSense() {
    ScratchSchemas scratch = new ScratchSchemas(warehouse.catalog());

    assertThatThrownBy(() -> scratch.create("growth", Duration.ofDays(400)))
        .hasMessage("A scratch schema can't expire after 400d; right would be 1h to 365d");
    assertThatThrownBy(() -> scratch.create("Growth", Duration.ofDays(4)))
        .hasMessageStartingWith("Growth is no name of a team");
  }

  private static List<String> named(ExpiryPlan plan, String table) {
    return plan.expired().stream()
        .map(ExpiryPlan.Expired::name)
        .filter(name -> name.startsWith(table))
        .toList();
  }
}

package io.freshet.warehouse.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.core.toolkit.PrivateFiles;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import io.freshet.warehouse.trino.access.AccessFiles;
import io.freshet.warehouse.trino.access.AccessRules;
import io.freshet.warehouse.trino.access.Groups;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a real Trino makes of the rules that a cluster's has; max builds marts. */
@FullOnly
class ClusterRulesIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.CATALOG);

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String RIDERS = "SELECT rider_id FROM raw.%s ORDER BY 1";

  private static RideWarehouse warehouse;
  private static AccessFiles files;
  private static Groups before;

  @BeforeAll
  static void make(@TempDir Path folder) throws IOException {
    warehouse = RideWarehouse.make(platform, folder);
    files = new AccessFiles(Path.of(platform.settings().text("trino.access-folder")));
    before = files.groups();
    Groups groups = Groups.parse(before.print() + "mart_builders:max\n");
    write("groups.txt", groups.print());
    write(
        "rules.json",
        AccessRules.ofCluster(warehouse.contracts(), groups, "mart_builders").toPrettyString());
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> warehouse.ask("max", RIDERS).size() == 2);
  }

  /** Other tests ask the same Trino. */
  @AfterAll
  static void giveThePlatformItsUserBack() throws Exception {
    files.write(warehouse.contracts(), before);
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> warehouse.ask("freshet", RIDERS).size() == 2);
    warehouse.close();
  }

  @Test
  void whoIsCalledAsThePlatformMayDoNothing() {
    warehouse.refused("freshet", RIDERS);
    warehouse.refused("freshet", "CREATE SCHEMA lake.theirs");
  }

  @Test
  void whoBuildsMartsReadsWhatTheyAreBuiltOfAndChangesThemAlone() {
    String mart = "marts." + platform.uniqueName("riders");
    warehouse.execute("max", "CREATE SCHEMA IF NOT EXISTS lake.marts");
    warehouse.execute("max", "CREATE TABLE %s AS SELECT city FROM raw.".formatted(mart) + "%s");

    assertThat(warehouse.ask("max", RIDERS)).containsExactly("1", "2");
    assertThat(warehouse.ask("ana", "SELECT count(*) FROM " + mart)).containsExactly("2");
    warehouse.refused("max", "DELETE FROM raw.%s");
    warehouse.refused("max", "CREATE TABLE raw.theirs (a bigint)");
    warehouse.execute("max", "DROP TABLE " + mart);
  }

  @Test
  void rolesSeeWhatTheySee() {
    assertThat(warehouse.ask("ana", RIDERS)).containsExactly("null", "null");
    warehouse.refused("zed", RIDERS);
  }

  private static void write(String name, String text) throws IOException {
    PrivateFiles.write(files.folder().resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }
}

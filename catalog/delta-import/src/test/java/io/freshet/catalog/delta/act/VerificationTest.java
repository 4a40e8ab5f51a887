package io.freshet.catalog.delta.act;

import static io.freshet.catalog.delta.DeltaFolder.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.catalog.delta.DeltaFolder;
import io.freshet.catalog.delta.LocalLake;
import io.freshet.catalog.delta.Progress;
import io.freshet.catalog.delta.plan.ImportPlan.Placements;
import io.freshet.catalog.delta.plan.PlannedVersion;
import io.freshet.catalog.delta.plan.Planner;
import io.freshet.catalog.delta.source.DeltaTable;
import io.freshet.catalog.delta.source.Location;
import io.freshet.core.toolkit.FreshetException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationTest {
  @TempDir private Path folder;

  private DeltaFolder delta(String name, long... ids) {
    return new DeltaFolder(folder.resolve(name))
        .ids("a.parquet", ids)
        .protocol()
        .metadata(field("id", "long"), List.of(), Map.of())
        .add("a.parquet")
        .commit("WRITE");
  }

  /** Holds the one table against what was made of the other. */
  private Verification.Rows verify(DeltaFolder delta, DeltaFolder imported) {
    LocalLake lake = new LocalLake(folder.resolve("lake"));
    lake.importAll(imported);
    HadoopFileIO files = new HadoopFileIO(new Configuration(false));
    Progress progress = new Progress(line -> {}, System::nanoTime);
    DeltaTable source = DeltaTable.at(Location.of(delta.root().toString()), files);
    PlannedVersion version =
        new Planner(source, files, progress).plan(1, Placements.STAY_WHERE_POSSIBLE).newest();

    return new Verification(source, lake.table(), progress)
        .verify(version, lake.table().currentSnapshot().snapshotId());
  }

  @Test
  void findsTheSameRowsInAnyOrder() {
    assertThat(verify(delta("one", 1, 2, 3), delta("other", 3, 1, 2)).count()).isEqualTo(3);
  }

  @Test
  void findsOneValueThatDiffers() {
    DeltaFolder one = delta("one", 1, 2, 3);
    DeltaFolder other = delta("other", 1, 2, 4);

    assertThatThrownBy(() -> verify(one, other))
        .isInstanceOf(FreshetException.class)
        .hasMessageMatching(
            "Version 0 does not verify: Delta gives 3 rows with values \\w{32}, Iceberg 3 with"
                + " \\w{32}; nothing was registered");
  }

  @Test
  void findsARowThatLacks() {
    DeltaFolder one = delta("one", 1, 2, 3);
    DeltaFolder other = delta("other", 1, 2);

    assertThatThrownBy(() -> verify(one, other))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("Delta gives 3 rows")
        .hasMessageContaining("Iceberg 2");
  }
}

package io.freshet.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.freshet.recovery.backup.KeptObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacesTest {
  @Test
  void looksForModelsInTheStoreWhereTheyLieThere() {
    assertThat(Places.models(settings("eta.model", "s3://lake/models"), BackupPart.MODELS))
        .isInstanceOf(KeptObjects.class);
  }

  @Test
  void looksForModelsInAFolderOtherwise(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("current.json"), "{}");
    Settings settings = settings("eta.model", folder.toString());

    assertThat(Places.models(settings, BackupPart.MODELS).paths()).containsExactly("current.json");
  }

  /** A folder of that name would be taken for one that is empty. */
  @Test
  void refusesModelsInAStoreThatItCannotRead() {
    Settings settings = settings("eta.model", "gs://lake/models");

    assertThatThrownBy(() -> Places.models(settings, BackupPart.MODELS))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "eta.model is gs://lake/models, and backups know s3:// and folders alone; name other"
                + " parts with --only");
  }

  @Test
  void looksForFlinksStateWhereSettingsSaySoAndBesideTheWarehouseOtherwise() {
    assertThat(Places.flinkState(settings("backup.flink-state", "s3://flink/applications")))
        .isEqualTo("s3://flink/applications");
    assertThat(Places.flinkState(settings("s3.region", "us-east-1"))).isEqualTo("s3://lake/flink");
  }

  private static Settings settings(String key, String value) {
    Map<String, String> all = new HashMap<>();
    all.put("catalog.uri", "http://127.0.0.1:1");
    all.put("catalog.token", "token");
    all.put("catalog.warehouse", "s3://lake/warehouse");
    all.put(key, value);

    return Settings.of(all);
  }
}

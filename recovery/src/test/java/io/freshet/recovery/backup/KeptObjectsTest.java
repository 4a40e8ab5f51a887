package io.freshet.recovery.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.recovery.MemoryStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KeptObjectsTest {
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
  private static final String PREFIX = "files/models/";

  private final BackupStore backups = new ObjectStore(new MemoryStore(), "s3://backups/freshet");
  private final MemoryStore files = new MemoryStore();
  private final KeptObjects kept = new KeptObjects(files, "s3://lake/models", PREFIX);

  @Test
  void writesAllBelowItsPrefixAndNothingOfItsNeighbours() throws IOException {
    files.write("s3://lake/models/", ""); // as consoles of object stores make folders
    files.write("s3://lake/models/eta-1/", "");
    files.write("s3://lake/models/current.json", "{}");
    files.write("s3://lake/models/eta-1/model.onnx", "1");
    files.write("s3://lake/models-old/eta-0/model.onnx", "0");

    NewBackup backup = backup();

    assertThat(kept.write(backup)).isEqualTo(2);
    assertThat(backup.finish(NOON).files())
        .extracting(Manifest.StoredFile::path)
        .containsExactly("files/models/current.json", "files/models/eta-1/model.onnx");
  }

  @Test
  void putsBackWhatIsMissingAndNothingElse() throws IOException {
    files.write("s3://lake/models/kept", "1");
    files.write("s3://lake/models/eta-1/gone", "2");
    files.write("s3://lake/models/changed", "3");
    write();
    files.deleteFile("s3://lake/models/eta-1/gone");
    files.write("s3://lake/models/changed", "4");

    Kept.Restored restored = kept.restore(latest());

    assertThat(restored.written()).containsExactly("eta-1/gone");
    assertThat(restored.different()).containsExactly("changed");
    assertThat(restored.same()).isEqualTo(1);
    assertThat(text("eta-1/gone")).isEqualTo("2");
    assertThat(text("changed")).isEqualTo("4");
  }

  @Test
  void isThereOnlyWhereSomethingIs() {
    assertThat(kept.isThere()).isFalse();

    files.write("s3://lake/models/current.json", "{}");

    assertThat(kept.isThere()).isTrue();
  }

  @Test
  void putsNothingElsewhere() throws IOException {
    NewBackup backup = backup();
    backup.write(PREFIX + "../tables/one", out -> out.write("1".getBytes(UTF_8)));
    backup.finish(NOON);
    StoredBackup latest = latest();

    assertThatThrownBy(() -> kept.restore(latest))
        .isInstanceOf(IOException.class)
        .hasMessage("../tables/one of the backup leads out of s3://lake/models/");
    assertThat(files.locations()).isEmpty();
  }

  private void write() throws IOException {
    NewBackup backup = backup();
    kept.write(backup);
    backup.finish(NOON);
  }

  private NewBackup backup() {
    return new NewBackup(backups, NOON);
  }

  private StoredBackup latest() throws IOException {
    return new Backups(backups).require("latest");
  }

  private String text(String path) throws IOException {
    try (InputStream in = kept.open(path)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}

package io.freshet.recovery.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.recovery.MemoryStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ObjectStoreTest {
  private final MemoryStore files = new MemoryStore();
  private final ObjectStore store = new ObjectStore(files, "s3://backups/freshet");

  @Test
  void readsWhatItHasWritten() throws IOException {
    write("one/a.txt", "text");

    assertThat(files.locations()).containsExactly("s3://backups/freshet/one/a.txt");
    assertThat(read("one/a.txt")).isEqualTo("text");
  }

  @Test
  void liesInTheSamePlaceWithAndWithoutASlash() {
    assertThat(new ObjectStore(files, "s3://backups/freshet/").address())
        .isEqualTo(store.address())
        .isEqualTo("s3://backups/freshet/");
  }

  @Test
  void writesAnewWhatIsThere() throws IOException {
    write("one/a.txt", "old");
    write("one/a.txt", "new");

    assertThat(read("one/a.txt")).isEqualTo("new");
  }

  @Test
  void listsItsOwnInOrderAndNothingOfItsNeighbours() throws IOException {
    write("two/b.txt", "");
    write("one/a.txt", "");
    files.write("s3://backups/freshet-of-others/three/c.txt", "");

    assertThat(store.list()).containsExactly("one/a.txt", "two/b.txt");
  }

  @Test
  void deletesOneAndNoneWhoseNameBeginsTheSame() throws IOException {
    write("one/a", "");
    write("one/a.txt", "");

    store.delete("one/a");

    assertThat(store.list()).containsExactly("one/a.txt");
  }

  @Test
  void holdsBackupsAsAFolderDoes() throws IOException {
    Instant noon = Instant.parse("2026-11-29T12:00:00Z");
    for (int minute = 0; minute < 3; minute++) {
      NewBackup backup = new NewBackup(store, noon.plusSeconds(60L * minute));
      backup.write("a/one.txt", out -> out.write("one".getBytes(UTF_8)));
      backup.finish(noon.plusSeconds(60L * minute + 1));
    }
    files.write("s3://backups/freshet/", ""); // as consoles of object stores make folders
    Backups backups = new Backups(store);

    assertThat(backups.keep(2)).containsExactly("2026-11-29T12-00-00");
    assertThat(backups.list())
        .extracting(Manifest::id)
        .containsExactly("2026-11-29T12-02-00", "2026-11-29T12-01-00");
    assertThat(backups.require("latest").faults()).isEmpty();
  }

  private void write(String path, String text) throws IOException {
    try (OutputStream out = store.create(path)) {
      out.write(text.getBytes(UTF_8));
    }
  }

  private String read(String path) throws IOException {
    try (InputStream in = store.open(path)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}

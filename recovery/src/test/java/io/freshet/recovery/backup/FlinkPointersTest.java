package io.freshet.recovery.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.recovery.MemoryStore;
import io.freshet.recovery.backup.FlinkPointers.Pointer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlinkPointersTest {
  private static final String STATE = "s3://lake/flink";
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

  private final MemoryStore store = new MemoryStore();
  private final FlinkPointers pointers = new FlinkPointers(store);

  @Test
  void findsTheNewestOfEachApplication() {
    state("eta/checkpoints/a1/chk-9/_metadata", NOON);
    state("eta/checkpoints/b2/chk-10/_metadata", NOON.plusSeconds(10));
    state("writer/checkpoints/c3/chk-2/_metadata", NOON.plusSeconds(5));

    assertThat(pointers.newest(STATE))
        .containsExactly(
            pointer("eta", "checkpoints/b2/chk-10", "2026-11-29T12:00:10Z"),
            pointer("writer", "checkpoints/c3/chk-2", "2026-11-29T12:00:05Z"));
  }

  /** Counting begins anew with each start, so that the highest number may be of an old one. */
  @Test
  void goesByTimeAndNotByNumber() {
    state("eta/checkpoints/old/chk-900/_metadata", NOON);
    state("eta/savepoints/savepoint-1/_metadata", NOON.plusSeconds(2));
    state("eta/checkpoints/new/chk-3/_metadata", NOON.plusSeconds(1));

    assertThat(pointers.newest(STATE + "/"))
        .containsExactly(pointer("eta", "savepoints/savepoint-1", "2026-11-29T12:00:02Z"));
  }

  @Test
  void passesOverWhatIsNotWhole() {
    state("eta/checkpoints/a1/chk-9/_metadata", NOON);
    state("eta/checkpoints/a1/chk-10/0a1b2c", NOON.plusSeconds(10));
    state("eta/checkpoints/a1/shared/_metadata.tmp", NOON.plusSeconds(10));

    assertThat(pointers.newest(STATE))
        .extracting(Pointer::address)
        .containsExactly("s3://lake/flink/eta/checkpoints/a1/chk-9");
  }

  @Test
  void passesOverWhatIsOfNoApplication() {
    state("_metadata", NOON);
    store.at(NOON).write("s3://lake/flink-of-others/eta/checkpoints/a1/chk-9/_metadata", "");

    assertThat(pointers.newest(STATE)).isEmpty();
  }

  @Test
  void namesThoseThatAreGone() {
    state("eta/checkpoints/a1/chk-9/_metadata", NOON);
    state("writer/checkpoints/c3/chk-2/_metadata", NOON);
    List<Pointer> backedUp = pointers.newest(STATE);
    store.deleteFile("s3://lake/flink/eta/checkpoints/a1/chk-9/_metadata");

    assertThat(pointers.gone(backedUp)).extracting(Pointer::application).containsExactly("eta");
  }

  private void state(String path, Instant written) {
    store.at(written).write(STATE + "/" + path, "state");
  }

  private static Pointer pointer(String application, String path, String written) {
    return new Pointer(application, "%s/%s/%s".formatted(STATE, application, path), written);
  }
}

package io.freshet.maintenance.deletes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.inmemory.InMemoryFileIO;
import org.junit.jupiter.api.Test;

class ReadDeletesTest {
  private final ReadDeletes deletes = new ReadDeletes(new InMemoryFileIO(), 10);
  private final List<String> read = new ArrayList<>();

  private String read(String location, long bytes) {
    return deletes.getOrLoad(
        location,
        () -> {
          read.add(location);

          return "rows of " + location;
        },
        bytes);
  }

  @Test
  void readsAFileOnce() {
    assertThat(read("a", 10)).isEqualTo("rows of a");
    assertThat(read("a", 10)).isEqualTo("rows of a");

    assertThat(read).containsExactly("a");
  }

  @Test
  void readsAnewWhatItHasNoRoomFor() {
    read("a", 8);
    read("b", 3);
    read("b", 3);
    read("c", 2);
    read("c", 2);

    assertThat(read).containsExactly("a", "b", "b", "c");
  }
}

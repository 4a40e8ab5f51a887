package io.freshet.maintenance.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.iceberg.inmemory.InMemoryInputFile;
import org.junit.jupiter.api.Test;

class StoreInputTest {
  @Test
  void readsALargeFileByAndBy() throws IOException {
    byte[] bytes = new byte[(16 << 20) + 1];
    InMemoryInputFile large = new InMemoryInputFile("memory:large", bytes);

    assertThat(StoreInput.of(large).file()).isSameAs(large);
  }
}

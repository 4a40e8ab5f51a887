package io.freshet.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contracts;
import io.freshet.local.FlinkApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriterPoolTest {
  private static final Path SHIPPED = Path.of("../contracts");

  @TempDir private Path folder;

  @BeforeEach
  void copyTheShippedContracts() throws IOException {
    try (Stream<Path> files = Files.list(SHIPPED)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void isOneForAllWhoseContractsSayNothing() {
    assertThat(pools())
        .singleElement()
        .satisfies(
            pool -> {
              assertThat(pool.application()).isEqualTo("writer");
              assertThat(pool.streams()).contains("dasher_pings", "order_events");
            });
  }

  @Test
  void isOneMoreForEachThatIsDedicated() throws IOException {
    int before = pools().get(0).streams().size();
    dedicate("order_events");
    dedicate("dasher_pings");

    List<WriterPool> pools = pools();

    assertThat(pools)
        .extracting(WriterPool::application)
        .containsExactly("writer", "writer-dasher-pings", "writer-order-events");
    assertThat(pools.get(0).streams())
        .hasSize(before - 2)
        .doesNotContain("dasher_pings", "order_events");
    assertThat(pools.get(2).streams()).containsExactly("order_events");
  }

  @Test
  void knowsItsJobByNameAndStreams() {
    WriterPool pool = new WriterPool("writer", List.of("markets", "order_events"));

    assertThat(pool.isTakenBy(job("writer", "--writer.streams=markets,order_events"))).isTrue();
    assertThat(pool.isTakenBy(job("writer", "--writer.streams=markets"))).isFalse();
    assertThat(pool.isTakenBy(job("writer-markets", pool.argument()))).isFalse();
    assertThat(WriterPool.isWriter(job("writer-markets", "--writer.streams=markets"))).isTrue();
    assertThat(WriterPool.isWriter(job("eta", "--profile"))).isFalse();
  }

  private List<WriterPool> pools() {
    return WriterPool.of(Contracts.read(folder));
  }

  private void dedicate(String contract) throws IOException {
    Path file = folder.resolve(contract + ".yaml");
    Files.writeString(
        file, Files.readString(file) + "  - {property: isolation, value: dedicated}\n");
  }

  private static FlinkApplication job(String name, String... arguments) {
    return new FlinkApplication(name, "module", "Main", List.of(arguments), 1, 1000);
  }
}

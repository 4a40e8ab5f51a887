package io.freshet.serving.eta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import io.freshet.serving.eta.RedisApplication.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisApplicationTest {
  private static final Path SHIPPED = Path.of("../../contracts");
  private static final String SENDERS = "{property: producers, value: [orders]}";
  private static final String TABLE = "{property: capturedFrom, value: public.order_steps}";

  @TempDir private Path captured;

  /** As in a cluster, where the order service alone has its password. */
  @Test
  void asksForNoPostgresWhereOrdersAreNotCaptured() {
    assertThat(needs(SHIPPED).postgres()).isEmpty();
  }

  @Test
  void asksForThePostgresThatOrdersAreCapturedFrom() throws IOException {
    try (Stream<Path> contracts = Files.list(SHIPPED)) {
      for (Path contract : contracts.filter(Files::isRegularFile).toList()) {
        Files.writeString(
            captured.resolve(contract.getFileName()),
            Files.readString(contract).replace(SENDERS, TABLE));
      }
    }

    assertThatThrownBy(() -> needs(captured))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("orders.postgres-user");
  }

  private static Needs needs(Path contracts) {
    return Settings.of(
            Map.of(
                "contracts.path", contracts.toString(),
                "kafka.bootstrap", "127.0.0.1:9092",
                "registry.url", "http://127.0.0.1:8081",
                "redis.host", "127.0.0.1",
                "postgres.url", "jdbc:postgresql://127.0.0.1:5432/postgres",
                "orders.postgres-user", "orders"))
        .read(Needs::from, List.of("eta."));
  }
}

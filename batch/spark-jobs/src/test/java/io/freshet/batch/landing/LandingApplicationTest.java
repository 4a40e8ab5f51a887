package io.freshet.batch.landing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandingApplicationTest {
  @TempDir private Path folder;

  @Test
  void asksForTheRangeOfADatabase() throws Exception {
    assertThat(failure("--from", "jdbc:postgresql://shop/orders", "--table", "public.orders"))
        .isEqualTo(
            "Of a database one range is landed at a time; say which by --table, --key and either"
                + " --from-key with --to-key or --next");
  }

  @Test
  void refusesTheNextNumbersOfARangeThatIsBound() throws Exception {
    assertThat(
            failure(
                "--from",
                "jdbc:postgresql://shop/orders",
                "--table",
                "orders",
                "--key",
                "id",
                "--next",
                "100",
                "--from-key",
                "1"))
        .endsWith("either --from-key with --to-key or --next");
  }

  @Test
  void refusesARangeOfFiles() throws Exception {
    assertThat(failure("--from", "orders.csv", "--key", "id"))
        .isEqualTo(
            "--table, --key, --from-key, --to-key and --next go with a database such as"
                + " jdbc:postgresql://host/shop");
  }

  private String failure(String... arguments) throws Exception {
    Path json = folder.resolve("result.json");
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 4);
    System.arraycopy(
        new String[] {"--contract", "order_events", "--json", json.toString()},
        0,
        all,
        arguments.length,
        4);

    assertThat(LandingApplication.run(all)).isEqualTo(2);
    JsonNode result = new ObjectMapper().readTree(json.toFile());

    return result.path("failure").asText();
  }
}

package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.local.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code freshet prove} says of tables, on a platform that is up. */
interface ProofTests {
  Platform platform();

  FreshetCommand command();

  /** What a command that must succeed answers as JSON. */
  JsonNode ask(String... words) throws Exception;

  @Test
  default void provesATableAndNamesWhatAFileThatIsGoneHeld(@TempDir Path own) throws Exception {
    Path result = own.resolve("proof.json");
    try (RemovedFile removed =
        RemovedFile.from(platform(), TableIdentifier.of("raw", "eta_predictions"))) {
      FreshetCommand.Answer answer =
          command().run("prove", "raw.eta_predictions", "--json", result.toString());

      assertThat(answer.exitCode()).as(answer.printed()).isEqualTo(1);
      assertThat(answer.printed()).contains("NOT PROVED");
      assertThat(removed.rows()).isPositive();
      assertThat(missing(new ObjectMapper().readTree(result.toFile()))).isEqualTo(removed.rows());
    }

    JsonNode proof = ask("prove", "eta_predictions", "--json", "-").at("/tables/0");
    assertThat(proof.path("missing").asLong()).isZero();
    assertThat(Path.of(proof.path("receipt").asText())).exists();
  }

  /** In the ranges that it names. */
  private static long missing(JsonNode proofs) {
    return StreamSupport.stream(proofs.at("/tables/0/ranges").spliterator(), false)
        .filter(range -> range.path("state").asText().equals("missing"))
        .mapToLong(range -> range.path("records").asLong())
        .sum();
  }

  @Test
  default void provesEachValueAsTrinoReadsItAndGoesOnFromThere() throws Exception {
    JsonNode whole =
        ask("prove", "order_events", "--deep", "--engine", "trino", "--json", "-").at("/tables/0");

    assertThat(whole.path("found").asLong()).isPositive();
    assertThat(whole.path("values_proved")).isEqualTo(whole.path("found"));
    assertThat(ask("sql", "--json", "-", "select name from raw.\"order_events$refs\"").path("rows"))
        .extracting(row -> row.path("name").asText())
        .contains("freshet_proved_values");
    JsonNode rest = ask("prove", "order_events", "--since", "--json", "-").at("/tables/0");
    assertThat(rest.path("since_snapshot").asLong()).isPositive();
    assertThat(rest.path("missing").asLong()).isZero();
  }

  @Test
  default void provesWhatTheConsoleHasKeptOfFreshness() throws Exception {
    JsonNode proof = ask("prove", "freshness_history", "--json", "-").at("/tables/0");

    assertThat(proof.path("expected").asLong()).isPositive();
    assertThat(proof.path("found")).isEqualTo(proof.path("expected"));
    assertThat(proof.path("doubled").asLong()).isZero();
  }

  @Test
  default void provesEachValueByTheEventsDecodedAnew() throws Exception {
    for (String table : List.of("dasher_pings", "order_events", "eta_predictions")) {
      JsonNode proof =
          ask("prove", table, "--deep", "--engine", "kafka", "--json", "-").at("/tables/0");

      assertThat(proof.path("found").asLong()).isPositive();
      assertThat(proof.path("values_proved")).isEqualTo(proof.path("found"));
    }
  }
}

package io.freshet.dbt.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** Says how far a source is behind its contract's budget, and who can tell why. */
final class StaleSource {
  private final RunArtifacts artifacts;

  StaleSource(RunArtifacts artifacts) {
    this.artifacts = artifacts;
  }

  /** One line for a source that dbt found too old, or could not judge. */
  String explain(JsonNode result) {
    JsonNode source = artifacts.manifest().source(result.path("unique_id").asText());
    String table = source.path("schema").asText() + "." + source.path("name").asText();
    JsonNode meta = source.path("meta");
    if (result.path("status").asText().equals("runtime error")) {
      return "%s holds nothing that has an age: %s"
          .formatted(table, result.path("error").asText("no row").lines().findFirst().orElse(""));
    }

    return "%s is stale: its newest data is %s old, contract %s %s allows %s; ./freshet freshness says"
            .formatted(
                table,
                print(result.path("max_loaded_at_time_ago_in_s").asLong()),
                meta.path("contract").asText(),
                meta.path("contract_version").asText(),
                print(meta.path("freshness_seconds").asLong()))
        + " which hop is late, or that the stream is silent; its owner is "
        + meta.path("owner").asText();
  }

  private static String print(long seconds) {
    Duration age = Duration.ofSeconds(seconds);
    if (age.toDays() > 1) {
      return age.toDays() + " days";
    }
    if (age.toHours() > 1) {
      return age.toHours() + " h";
    }

    return age.toMinutes() > 1 ? age.toMinutes() + " min" : seconds + " s";
  }
}

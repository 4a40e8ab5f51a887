package io.freshet.batch.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class NightlyEventsTest {
  private final NightlyEvents events =
      new NightlyEvents("nightly.dasher_efficiency", List.of("raw.dasher_pings", "raw.markets"));

  @Test
  void tellsTheBeginningAndTheEndOfWhatWrites() throws Exception {
    assertThat(events.isWorthTelling(written("COMPLETE"))).isTrue();
    assertThat(events.isWorthTelling(written("RUNNING"))).isFalse();
    assertThat(events.isWorthTelling(written("COMPLETE").set("outputs", array()))).isFalse();
  }

  @Test
  void callsTheJobByItsOwnNameAndTheBranchByItsTables() throws Exception {
    JsonNode nightly = events.asNightly(written("COMPLETE"));

    assertThat(nightly.at("/job/name").asText()).isEqualTo("nightly.dasher_efficiency");
    assertThat(nightly.at("/run/facets/parent").isMissingNode()).isTrue();
    assertThat(nightly.at("/outputs/0/facets/symlinks/identifiers/0/name").asText())
        .isEqualTo("clean.dasher_efficiency");
  }

  @Test
  void belongsToWhoeverSubmittedTheApplication() throws Exception {
    ObjectNode application = written("START");
    ((ObjectNode) application.path("job")).put("name", "nightly.dasher_efficiency");
    ((ObjectNode) application.at("/run/facets/parent")).put("of", "airflow");

    events.hear(application);
    events.hear(written("START"));

    assertThat(events.asNightly(written("COMPLETE")).at("/run/facets/parent/of").asText())
        .isEqualTo("airflow");
  }

  @Test
  void addsTheInputsThatThePlanDoesNotShow() throws Exception {
    JsonNode inputs = events.asNightly(written("COMPLETE")).path("inputs");

    assertThat(inputs).hasSize(2);
    assertThat(inputs.at("/1/namespace").asText()).isEqualTo("http://catalog:8181");
    assertThat(inputs.at("/1/name").asText()).isEqualTo("raw.markets");
  }

  private static ObjectNode written(String type) throws Exception {
    return (ObjectNode)
        new ObjectMapper()
            .readTree(
                """
                {
                  "eventType": "%s",
                  "run": {"runId": "1", "facets": {"parent": {}}},
                  "job": {"namespace": "freshet", "name": "nightly.overwrite_by_expression"},
                  "inputs": [
                    {"namespace": "s3://lake", "name": "raw/dasher_pings-1", "facets": {
                      "symlinks": {"identifiers": [
                        {"namespace": "http://catalog:8181", "name": "raw.dasher_pings"}]}}}],
                  "outputs": [
                    {"namespace": "s3://lake", "name": "clean/dasher_efficiency-1", "facets": {
                      "symlinks": {"identifiers": [
                        {"namespace": "http://catalog:8181",
                         "name": "clean.dasher_efficiency.branch_audit_1"}]}}}]
                }
                """
                    .formatted(type));
  }

  private static JsonNode array() {
    return new ObjectMapper().createArrayNode();
  }
}

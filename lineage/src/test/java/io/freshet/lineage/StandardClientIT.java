package io.freshet.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.testing.servers.RunningPostgres;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.openlineage.client.OpenLineageClient;
import io.openlineage.client.transports.ApiKeyTokenProvider;
import io.openlineage.client.transports.HttpConfig;
import io.openlineage.client.transports.HttpConfig.Compression;
import io.openlineage.client.transports.HttpTransport;
import io.openlineage.client.transports.HttpTransportResponseException;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The standard's own client tells, and what it tells is understood. */
class StandardClientIT {
  private static final ZonedDateTime TIME = ZonedDateTime.parse("2026-03-01T10:00:00Z");

  @TempDir private static Path folder;
  private static RunningPostgres postgres;
  private static RunningCollector collector;

  private final OpenLineage standard = new OpenLineage(URI.create("https://example.com/producer"));

  @BeforeAll
  static void start() {
    postgres = RunningPostgres.start(folder);
    collector = RunningCollector.start(postgres, "lineage");
  }

  @AfterAll
  static void stop() {
    collector.close();
    postgres.close();
  }

  @Test
  void understandsARunWithItsFacets() throws Exception {
    try (OpenLineageClient client = client(RunningCollector.TOKEN)) {
      client.emit(run());
    }

    JsonNode graph = collector.graph("table=raw.orders&column=state");

    assertThat(graph.path("root").asText()).isEqualTo("table:raw.orders");
    assertThat(graph.path("edges").get(0).path("to").asText()).isEqualTo("table:clean.days");
    JsonNode column = graph.path("column_edges").get(0);
    assertThat(column.path("to_column").asText()).isEqualTo("delivered");
    assertThat(column.path("transformation").asText()).isEqualTo("indirect");
    assertThat(column.path("subtype").asText()).isEqualTo("conditional");
    JsonNode job = graph.path("nodes").get(2);
    assertThat(job.path("integration").asText()).isEqualTo("spark");
    assertThat(job.path("owner").asText()).isEqualTo("delivery-orders");
  }

  @Test
  void understandsAnEventAboutADataset() throws Exception {
    try (OpenLineageClient client = client(RunningCollector.TOKEN)) {
      client.emit(
          standard
              .newDatasetEventBuilder()
              .eventTime(TIME)
              .dataset(
                  standard
                      .newStaticDatasetBuilder()
                      .namespace("kafka://127.0.0.1:9092")
                      .name("pings")
                      .build())
              .build());
    }

    assertThat(collector.graph("table=pings").path("root").asText()).isEqualTo("stream:pings");
  }

  @Test
  void tellsTheClientThatItsTokenIsWrong() throws Exception {
    try (OpenLineageClient client = client("another-token-of-someone")) {
      assertThatThrownBy(() -> client.emit(run()))
          .isInstanceOf(HttpTransportResponseException.class)
          .hasMessageContaining("401");
    }
  }

  private OpenLineage.RunEvent run() {
    OpenLineage.InputField state =
        standard.newInputField(
            "trino://127.0.0.1:8080",
            "lake.raw.orders",
            "state",
            List.of(
                standard
                    .newInputFieldTransformationsBuilder()
                    .type("INDIRECT")
                    .subtype("CONDITIONAL")
                    .build()));
    OpenLineage.ColumnLineageDatasetFacet columns =
        standard
            .newColumnLineageDatasetFacetBuilder()
            .fields(
                standard
                    .newColumnLineageDatasetFacetFieldsBuilder()
                    .put(
                        "delivered",
                        standard
                            .newColumnLineageDatasetFacetFieldsAdditionalBuilder()
                            .inputFields(List.of(state))
                            .build())
                    .build())
            .build();

    return standard
        .newRunEventBuilder()
        .eventType(EventType.COMPLETE)
        .eventTime(TIME)
        .run(standard.newRunBuilder().runId(UUID.randomUUID()).build())
        .job(job())
        .inputs(
            List.of(
                standard
                    .newInputDatasetBuilder()
                    .namespace("trino://127.0.0.1:8080")
                    .name("lake.raw.orders")
                    .facets(
                        standard
                            .newDatasetFacetsBuilder()
                            .schema(
                                standard
                                    .newSchemaDatasetFacetBuilder()
                                    .fields(
                                        List.of(
                                            standard
                                                .newSchemaDatasetFacetFieldsBuilder()
                                                .name("state")
                                                .type("string")
                                                .build()))
                                    .build())
                            .build())
                    .build()))
        .outputs(
            List.of(
                standard
                    .newOutputDatasetBuilder()
                    .namespace("s3://lake")
                    .name("warehouse/clean/days")
                    .facets(standard.newDatasetFacetsBuilder().columnLineage(columns).build())
                    .build()))
        .build();
  }

  private OpenLineage.Job job() {
    return standard
        .newJobBuilder()
        .namespace("freshet")
        .name("nightly")
        .facets(
            standard
                .newJobFacetsBuilder()
                .jobType(
                    standard
                        .newJobTypeJobFacetBuilder()
                        .integration("SPARK")
                        .processingType("BATCH")
                        .build())
                .ownership(
                    standard
                        .newOwnershipJobFacetBuilder()
                        .owners(
                            List.of(
                                standard
                                    .newOwnershipJobFacetOwnersBuilder()
                                    .name("delivery-orders")
                                    .build()))
                        .build())
                .build())
        .build();
  }

  private static OpenLineageClient client(String token) {
    ApiKeyTokenProvider key = new ApiKeyTokenProvider();
    key.setApiKey(token);
    HttpConfig config = new HttpConfig();
    config.setUrl(URI.create(collector.url()));
    config.setAuth(key);
    config.setCompression(Compression.GZIP);

    return OpenLineageClient.builder().transport(new HttpTransport(config)).build();
  }
}

package io.freshet.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.testing.servers.RunningPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.rest.RESTCatalog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients who send files to places that are not the catalog's to give. */
class ForeignLocationIT {
  private static final Namespace RAW = Namespace.of("raw");
  private static final TableIdentifier PINGS = TableIdentifier.of(RAW, "pings");

  @TempDir private static Path folder;
  private static RunningPostgres postgres;
  private static RunningCatalog catalog;
  private static RESTCatalog client;
  private static PlainHttp http;

  @BeforeAll
  static void startCatalogWithATable() {
    postgres = RunningPostgres.start(folder);
    catalog = RunningCatalog.start(postgres, folder);
    client = catalog.client();
    http = catalog.http();
    client.createNamespace(RAW);
    client.createTable(PINGS, Commits.SCHEMA);
  }

  @AfterAll
  static void stopCatalog() throws IOException {
    client.close();
    catalog.close();
    postgres.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": \"a\", \"schema\": %s, \"stage-create\": true, \"location\": \"file:///etc\"}",
        "{\"name\": \"a\", \"schema\": %s, \"location\": \"file:///etc\"}",
        "{\"name\": \"a\", \"schema\": %s, \"properties\": {\"write.metadata.path\":"
            + " \"file:///etc\"}}"
      })
  void putsNoTableWhereAnyoneSays(String body) {
    HttpResponse<String> response =
        http.post("/v1/namespaces/raw/tables", body.formatted(SchemaParser.toJson(Commits.SCHEMA)));

    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).contains("ForbiddenException");
  }

  @Test
  void movesNoTableWhereAnyoneSays() {
    Table table = client.loadTable(PINGS);

    assertThatThrownBy(() -> table.updateLocation().setLocation("file:///etc").commit())
        .isInstanceOf(ForbiddenException.class);
    assertThatThrownBy(
            () -> table.updateProperties().set("write.metadata.path", "file:///etc").commit())
        .isInstanceOf(ForbiddenException.class);
    assertThatThrownBy(
            () ->
                client.registerTable(
                    TableIdentifier.of(RAW, "another"), "file:///etc/v1.metadata.json"))
        .isInstanceOf(ForbiddenException.class);
  }

  @Test
  void purgesNoFileOfOthers() throws IOException {
    TableIdentifier name = TableIdentifier.of(RAW, "imported");
    Table table = client.createTable(name, Commits.SCHEMA);
    String own = table.locationProvider().newDataLocation("own.parquet");
    table.io().newOutputFile(own).create().close();
    Path ofOthers = Files.createFile(folder.resolve("of-others.parquet"));
    table.newAppend().appendFile(dataFile(own)).appendFile(dataFile("file:" + ofOthers)).commit();

    client.dropTable(name, true);

    assertThat(table.io().newInputFile(own).exists()).isFalse();
    assertThat(table.io().newInputFile(table.currentSnapshot().manifestListLocation()).exists())
        .isFalse();
    assertThat(ofOthers).exists();
  }

  private static DataFile dataFile(String location) {
    return DataFiles.builder(PartitionSpec.unpartitioned())
        .withPath(location)
        .withFileSizeInBytes(10)
        .withRecordCount(2)
        .build();
  }
}

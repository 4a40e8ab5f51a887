package io.freshet.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.catalog.access.Clients;
import io.freshet.testing.servers.RunningPostgres;
import io.freshet.testing.servers.ServerProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Iceberg's own client of catalog and S3, without a key of the object store. */
class SigningIT {
  private static final String ACCESS_KEY = "an-access-key";

  @TempDir private static Path folder;
  private static RunningPostgres postgres;
  private static FakeS3 s3;
  private static ServerProcess catalog;
  private static RESTCatalog operator;
  private static RESTCatalog writer;
  private static RESTCatalog reader;
  private static RESTCatalog shaper;

  private static int made;

  private TableIdentifier name;

  @BeforeAll
  static void startCatalog() throws IOException {
    postgres = RunningPostgres.start(folder);
    s3 = FakeS3.start();
    catalog = ServerProcess.start(CatalogServer.class, "256m", folder, profile());
    operator = client(Map.of("token", RunningCatalog.TOKEN));
    writer = client(Map.of("credential", "writer:its-writer-secret"));
    reader = client(Map.of("credential", "reader:its-reader-secret"));
    shaper = client(Map.of("credential", "shaper:its-shaper-secret"));
    operator.createNamespace(TableIdentifier.of("scratch", "any").namespace());
    operator.createNamespace(TableIdentifier.of("raw", "any").namespace());
    operator.createTable(TableIdentifier.of("raw", "secrets"), Commits.SCHEMA);
  }

  @AfterAll
  static void stopCatalog() throws IOException {
    shaper.close();
    reader.close();
    writer.close();
    operator.close();
    catalog.close();
    s3.close();
    postgres.close();
  }

  @BeforeEach
  void nameATable() {
    name = TableIdentifier.of("scratch", "mine" + made++);
  }

  @Test
  void writesAndReadsByWhatTheCatalogSigns() throws IOException {
    Table table = writer.createTable(name, Commits.SCHEMA);
    table.newAppend().appendFile(Commits.file("a")).commit();

    try (CloseableIterable<FileScanTask> files = reader.loadTable(name).newScan().planFiles()) {
      assertThat(files).hasSize(1);
    }
    assertThat(s3.accessKeys()).containsExactly(ACCESS_KEY);
  }

  @Test
  void writesTheFirstFilesOfATableThatIsMadeInTwoSteps() {
    Transaction creation = writer.buildTable(name, Commits.SCHEMA).createTransaction();
    creation.newAppend().appendFile(Commits.file("a")).commit();
    creation.commitTransaction();

    assertThat(reader.loadTable(name).currentSnapshot()).isNotNull();
  }

  @Test
  void signsNothingToBeWrittenForAReader() {
    String location = writer.createTable(name, Commits.SCHEMA).location();
    Table table = reader.loadTable(name);

    assertThatThrownBy(
            () -> {
              try (OutputStream out =
                  table.io().newOutputFile(location + "/data/x").createOrOverwrite()) {
                out.write(1);
              }
            })
        .hasStackTraceContaining("reader lacks the scope write:scratch/" + name.name());
  }

  /** As the job that applies contracts does. */
  @Test
  void letsWhoShapesTablesMakeAndChangeThemAndSignsNothingForThem() throws IOException {
    shaper.buildTable(name, Commits.SCHEMA).createTransaction().commitTransaction();
    Table table = shaper.loadTable(name);
    table.updateSchema().addColumn("more", Types.StringType.get()).commit();
    table.updateProperties().set("a", "b").commit();
    Table filled = writer.loadTable(name);
    filled.newAppend().appendFile(Commits.file("a")).commit();
    // None that the writer has read: clients keep what was signed for reading.
    String file = firstFileOf("scratch/" + name.name());

    assertThat(filled.schema().findField("more")).isNotNull();
    assertThatThrownBy(() -> table.io().newInputFile("s3:/" + file).newStream().read())
        .hasStackTraceContaining("shaper lacks the scope read:scratch/" + name.name());
    assertThatThrownBy(() -> table.newAppend().appendFile(Commits.file("b")).commit())
        .hasStackTraceContaining("shaper lacks the scope");
    assertThatThrownBy(() -> shaper.dropTable(name, false))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("shaper lacks the scope create:scratch/" + name.name());
  }

  @Test
  void signsNothingToBeDeletedForAWriter() {
    Table table = writer.createTable(name, Commits.SCHEMA);
    table.newAppend().appendFile(Commits.file("a")).commit();
    ManifestFile manifest = table.currentSnapshot().allManifests(table.io()).get(0);

    assertThatThrownBy(() -> table.io().deleteFile(manifest.path()))
        .hasStackTraceContaining("writer lacks the scope maintain:scratch/" + name.name());
  }

  @Test
  void signsNothingOfAnotherTable() {
    Table table = writer.createTable(name, Commits.SCHEMA);
    String secret = firstFileOf("raw/secrets");

    assertThatThrownBy(() -> table.io().newInputFile("s3:/" + secret).newStream().read())
        .hasStackTraceContaining("does not lie in the folders of " + name);
  }

  /**
   * A folder whose name begins with that of another is not below it; a listing knows no folders.
   */
  @Test
  void signsNothingOfATableWhosePlaceBeginsWithItsOwn() {
    String place = "s3://lake/warehouse/scratch/at-" + name.name();
    operator.buildTable(name, Commits.SCHEMA).withLocation(place).create();
    operator
        .buildTable(TableIdentifier.of("scratch", name.name() + "_2"), Commits.SCHEMA)
        .withLocation(place + "2")
        .create();
    Table table = writer.loadTable(name);
    String neighbours =
        s3.paths().stream()
            .filter(path -> ("s3:/" + path).startsWith(place + "2/"))
            .findFirst()
            .orElseThrow();

    assertThat(listed(table, place + "/"))
        .isNotEmpty()
        .allSatisfy(file -> assertThat(file).startsWith(place + "/"));
    for (String prefix :
        List.of(place, place + "2", place + "2/", "s3://lake/warehouse/scratch/")) {
      assertThatThrownBy(() -> listed(table, prefix))
          .hasStackTraceContaining("does not lie in the folders of " + name);
    }
    assertThatThrownBy(() -> table.io().newInputFile("s3:/" + neighbours).newStream().read())
        .hasStackTraceContaining("does not lie in the folders of " + name);
  }

  private static List<String> listed(Table table, String prefix) {
    List<String> found = new ArrayList<>();
    ((SupportsPrefixOperations) table.io())
        .listPrefix(prefix)
        .forEach(file -> found.add(file.location()));

    return found;
  }

  /** The writer may make a table of the name that it had, and none where it is now. */
  @Test
  void signsNothingOfATableThatHasAnotherNameAndItsMetadataElsewhere() {
    writer.createTable(name, Commits.SCHEMA);
    // None that the writer has read: clients keep what was signed for reading.
    String file = firstFileOf("scratch/" + name.name());
    operator
        .loadTable(name)
        .updateProperties()
        .set("write.metadata.path", "s3://lake/warehouse/metadata-of-" + name.name())
        .commit();
    operator.renameTable(name, TableIdentifier.of("raw", name.name()));
    Table another = writer.buildTable(name, Commits.SCHEMA).createTransaction().table();

    assertThatThrownBy(() -> another.io().newInputFile("s3:/" + file).newStream().read())
        .hasStackTraceContaining("does not lie in the folders of " + name);
  }

  @Test
  void deletesInAPurgeWhatIsTheTablesOwn() {
    writer.createTable(name, Commits.SCHEMA);

    operator.dropTable(name, true);

    assertThat(s3.paths()).noneMatch(path -> path.contains(name.name() + "-"));
  }

  /** The catalog's own, which is written before any of a client's. */
  private static String firstFileOf(String table) {
    return s3.paths().stream()
        .filter(path -> path.startsWith("/lake/warehouse/%s-".formatted(table)))
        .filter(path -> path.endsWith(".metadata.json"))
        .findFirst()
        .orElseThrow();
  }

  private static RESTCatalog client(Map<String, String> login) {
    Map<String, String> properties = new HashMap<>(login);
    properties.put("uri", catalog.url());
    properties.put("oauth2-server-uri", catalog.url() + "/v1/oauth/tokens");
    properties.put("io-impl", "org.apache.iceberg.aws.s3.S3FileIO");
    properties.put("header.X-Iceberg-Access-Delegation", "remote-signing");
    properties.put("s3.retry.num-retries", "0");
    RESTCatalog client = new RESTCatalog();
    client.initialize("test", properties);

    return client;
  }

  private static Map<String, String> profile() throws IOException {
    Path clients = folder.resolve("clients.yaml");
    Files.writeString(
        clients,
        entry("writer", "create:scratch")
            + entry("reader", "read:scratch")
            + entry("shaper", "shape:scratch"));

    return new HashMap<>(
        Map.ofEntries(
            Map.entry("catalog.port", "0"),
            Map.entry("catalog.token", RunningCatalog.TOKEN),
            Map.entry("catalog-logins.file", clients.toString()),
            Map.entry("catalog-logins.secret", "a-secret-to-sign-tokens-that-only-tests-use"),
            Map.entry("catalog.remote-signing", "true"),
            Map.entry("catalog.warehouse", "s3://lake/warehouse"),
            Map.entry("s3.endpoint", s3.url()),
            Map.entry("s3.region", "us-east-1"),
            Map.entry("s3.access-key", ACCESS_KEY),
            Map.entry("s3.secret-key", "a-secret-key"),
            Map.entry("s3.path-style-access", "true"),
            Map.entry(
                "postgres.url",
                "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(postgres.port())),
            Map.entry("postgres.user", "postgres"),
            Map.entry("postgres.password", "a-postgres-password")));
  }

  private static String entry(String name, String scopes) {
    return "%s: {secret-sha256: '%s', scopes: [%s]}\n"
        .formatted(name, Clients.hash("its-%s-secret".formatted(name)), scopes);
  }
}

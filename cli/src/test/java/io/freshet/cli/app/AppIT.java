package io.freshet.cli.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.Failures;
import io.freshet.cli.Workspace;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.StreamProvisioner;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands with Flink's own planner and, where something runs, on real engines. */
class AppIT {
  private static final Path SHIPPED =
      Path.of("..", "ingestion", "sql-apps", "applications").toAbsolutePath().normalize();

  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.REGISTRY, Part.REDIS, Part.S3);

  @TempDir private Path folder;
  private StringWriter out = new StringWriter();

  @Test
  void pointsToWhatIsWrongInAFile() throws IOException {
    Path file = folder.resolve("wrong.yaml");
    Path contracts = Files.createDirectories(folder.resolve("contracts"));
    String contract = "order_anomalies.yaml";
    Files.copy(
        SHIPPED.resolve("order-anomalies").resolve("contracts").resolve(contract),
        contracts.resolve(contract));
    String sound = Files.readString(SHIPPED.resolve("order-anomalies/order-anomalies.yaml"));
    Files.writeString(file, sound.replace("WHERE NOT synthetic", "WHERE NOT syntetic"));
    int line = sound.substring(0, sound.indexOf("WHERE NOT synthetic")).split("\n", -1).length;

    assertThat(app("lint", file.toString())).as(out.toString()).isEqualTo(1);
    assertThat(out.toString())
        .isEqualTo(
            "%s:%d:13: Column 'syntetic' not found in any table; right would be synthetic%n"
                .formatted(file, line));
  }

  @Test
  void draftsWhatIsRightAtOnce() {
    Path drafted = folder.resolve("busy-markets");

    assertThat(app("new", "busy-markets", "--reads", "order_events", "--to", drafted.toString()))
        .isZero();
    assertThat(app("lint", drafted.toString())).as(out.toString()).isZero();
    assertThat(out.toString()).contains("busy-markets.yaml is right");
  }

  @FullOnly
  @Test
  void goesOnAsAnotherVersion() throws IOException {
    applyOrderEvents();
    String name = platform.uniqueName("busy").replace('_', '-');
    Path drafted = folder.resolve(name);
    app("new", name, "--reads", "order_events", "--to", drafted.toString());
    Path file = drafted.resolve(name + ".yaml");

    assertThat(app("run", drafted.toString())).as(out.toString()).isZero();

    edit(file, "parallelism: 1", "parallelism: 2");
    assertThat(app("plan", drafted.toString())).isZero();
    assertThat(out.toString()).contains("all that the running version has is found again");
    assertThat(app("run", drafted.toString())).as(out.toString()).isZero();

    edit(file, "INTERVAL '1' MINUTE", "INTERVAL '2' MINUTE");
    assertThat(app("plan", drafted.toString())).isEqualTo(1);
    assertThat(out.toString()).contains("lost: global-window-aggregate");
    assertThat(app("run", drafted.toString())).isEqualTo(1);
    assertThat(out.toString()).contains("Nothing was changed; --drop-state runs it");
    assertThat(app("run", drafted.toString(), "--drop-state")).as(out.toString()).isZero();

    assertThat(app("stop", name)).as(out.toString()).isZero();
  }

  private static void applyOrderEvents() {
    KafkaSettings kafka = KafkaSettings.from(platform.settings());
    HttpSchemaRegistry registry =
        new HttpSchemaRegistry(RegistrySettings.from(platform.settings()));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
      new StreamProvisioner(admin, registry, kafka)
          .apply(Contracts.read(Path.of("..", "contracts")).require("order_events"));
    }
  }

  private static void edit(Path file, String before, String after) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(before);
    Files.writeString(file, text.replace(before, after));
  }

  private int app(String... words) {
    out = new StringWriter();

    return new CommandLine(new AppCommand(), this::make)
        .setExecutionExceptionHandler(new Failures())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(out, true))
        .execute(words);
  }

  private <K> K make(Class<K> type) throws Exception {
    return type == Workspace.class
        ? type.cast(Workspace.of(platform.platform().folder()))
        : CommandLine.defaultFactory().create(type);
  }
}

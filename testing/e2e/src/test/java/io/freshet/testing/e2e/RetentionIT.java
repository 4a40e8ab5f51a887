package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.assurance.prove.Proof;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractTexts;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.iceberg.catalog.Catalog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows that are past their contract's retention go while the writer goes on; a proof counts each of
 * them, and those whose records Kafka still has do not come back.
 */
@FullOnly
class RetentionIT {
  private static final int PINGS = 300;

  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.S3, Part.REGISTRY, Part.CATALOG);

  @TempDir private Path folder;

  private WriterPool pool;
  private RawProducer producer;
  private BadRecords records;
  private Contract pings;

  @BeforeEach
  void start() throws Exception {
    // A second is long enough for rows to be old when a process has started.
    pool =
        new WriterPool(
            platform,
            List.of(),
            Map.of("dasher_pings", text -> text.replaceFirst("value: 60", "value: 1")),
            "dasher_pings");
    pool.start();
    pings = pool.contract("dasher_pings");
    producer = new RawProducer(pool.streams().kafka().bootstrap());
    records = new BadRecords(pings, pool.streams());
  }

  @AfterEach
  void stop() throws Exception {
    if (producer != null) {
      producer.close();
    }
    if (pool != null) {
      pool.close();
    }
  }

  @Test
  void theProofCountsWhatWentAndNothingComesBack() throws Exception {
    Instant now = Instant.now();
    send(now.minus(Duration.ofDays(2)));
    send(now);
    keepRowsForASecond();

    JsonNode receipt;
    try (Traffic traffic = Traffic.start(records, producer)) {
      receipt = run("maintain", "maintain", TableLayout.name(pings).toString());
      pool.awaitCommitted(pings, traffic.end().all());
    }

    JsonNode step = receipt.at("/receipt/tables/0/steps/0");
    assertThat(step.path("kind").asText()).as(receipt.toString()).isEqualTo("row_expiry");
    assertThat(step.path("rows_expired").asLong()).isEqualTo(PINGS);
    assertThat(step.path("rows_named").asLong()).isEqualTo(PINGS);
    Ledger ledger = pool.ledger(pings);
    assertThat(ledger.erased().values().stream().mapToLong(rows -> rows.expired()).sum())
        .isEqualTo(PINGS);
    assertProved();
    String offsets =
        ledger.entries().entrySet().stream()
            .map(each -> "%d:0-%d".formatted(each.getKey().partition(), each.getValue().end() - 1))
            .collect(Collectors.joining(","));
    run("repair", "repair", pings.name(), "--offsets", offsets);
    assertProved();
  }

  private void assertProved() {
    Proof proof = pool.prove(pings);

    assertThat(proof.findings()).isEmpty();
    assertThat(proof.totals().missing()).isZero();
    assertThat(proof.totals().removed()).isEqualTo(PINGS);
    assertThat(proof.scope().valuesProved()).isEqualTo(proof.totals().found());
  }

  private void send(Instant time) {
    List<CompletableFuture<Identity>> sent = new ArrayList<>();
    for (int i = 0; i < PINGS; i++) {
      sent.add(producer.send(records.good(i, time)));
    }
    producer.flush();
    pool.awaitCommitted(pings, sent.stream().map(CompletableFuture::join).toList());
  }

  /** As `freshet contract apply` does. */
  private void keepRowsForASecond() throws Exception {
    String text =
        Files.readString(pool.contractsFolder().resolve(pings.name() + ".yaml"))
            .replace(
                "slaProperties:", "slaProperties:\n  - {property: retention, value: 1, unit: s}");
    Contract contract = ContractTexts.parse(pings.name(), text);
    Catalog catalog = LakeCatalog.open(LakeSettings.from(platform.settings()));
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      new TableProvisioner(catalog).plan(contract, Optional.of(text)).step().run();
    }
  }

  private JsonNode run(String name, String... command) throws Exception {
    Path result = folder.resolve(name + ".json");
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--json", result.toString()));
    FreshetCommand.Answer answer =
        new FreshetCommand(platform.platform().folder().root(), folder.resolve(name + ".txt"))
            .with("FRESHET_PROFILE", platform.profile().toAbsolutePath().toString())
            .with("FRESHET_CONTRACTS_PATH", pool.contractsFolder().toString())
            .with("FRESHET_MAINTENANCE_ROW_EXPIRY", "true")
            .run(arguments.toArray(String[]::new));
    assertThat(answer.exitCode()).as(answer.printed()).isZero();

    return new ObjectMapper().readTree(result.toFile());
  }
}

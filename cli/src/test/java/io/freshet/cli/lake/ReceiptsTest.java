package io.freshet.cli.lake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.assurance.prove.Baseline;
import io.freshet.assurance.prove.Intake;
import io.freshet.assurance.prove.Proof;
import io.freshet.assurance.prove.Scope;
import io.freshet.cli.lake.ProofRequest.Subject;
import io.freshet.core.lake.Counts;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.ValuesHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptsTest {
  private static final String TABLE = "raw.pings";

  @TempDir private Path folder;
  private Receipts receipts;

  @BeforeEach
  void openTheFolder() {
    receipts = new Receipts(folder);
  }

  private static Proof proof(long snapshot, String... findings) {
    Ledger ledger =
        Ledger.EMPTY
            .withSource(new LogSource("cluster", "pings", "topic"))
            .plus(
                List.of(
                    new Range(
                        new Position(1, 0),
                        Range.UNKNOWN,
                        0,
                        30,
                        new Counts(28, 2, 0, 0).withValues(new ValuesHash(5, 6)),
                        1)));

    return new Proof(
        TABLE,
        Proof.Kind.STREAM,
        new Proof.Totals(30, 28, 0, 0, 2, 0, 0),
        0,
        new Scope(28, Optional.of(new Baseline(snapshot, ledger)), Optional.empty()),
        List.of(new Proof.Stretch(1, 0, 0, 29, Proof.State.HELD, 30)),
        List.of(),
        Intake.NONE,
        List.of(findings));
  }

  /** Their names tell the order in which they were written. */
  private Path write(int number, Proof proof, Subject subject) throws IOException {
    Path file = folder.resolve("prove-%s-%d.json".formatted(TABLE, number));
    receipts.write(file, ProofTable.json(proof, file), proof, subject);

    return file;
  }

  private Optional<Long> newest(Subject subject) throws IOException {
    return receipts.newest(TABLE, subject).map(Baseline::snapshot);
  }

  @Test
  void sayWhatWasCountedWhereAndWhatTheValuesSumUpTo() throws IOException {
    Path file = write(1, proof(7), Subject.VALUES);

    JsonNode receipt = new ObjectMapper().readTree(file.toFile());

    assertThat(receipt.path("ok").asBoolean()).isTrue();
    assertThat(receipt.path("expected").asLong()).isEqualTo(30);
    assertThat(receipt.path("dead_lettered").asLong()).isEqualTo(2);
    assertThat(receipt.path("values_proved").asLong()).isEqualTo(28);
    assertThat(receipt.path("ranges").path(0).path("to").asLong()).isEqualTo(29);
    Ledger ledger = Ledger.parse(receipt.path("state").path("ledger").asText());
    assertThat(ledger.total().values()).contains(new ValuesHash(5, 6));
  }

  @Test
  void letAProofGoOnFromTheNewestThatHeld() throws IOException {
    write(1, proof(7), Subject.VALUES);
    write(2, proof(8), Subject.VALUES);
    write(3, proof(9, "something is missing"), Subject.VALUES);

    assertThat(newest(Subject.VALUES)).contains(8L);
    assertThat(receipts.newest("raw.trips", Subject.VALUES)).isEmpty();
  }

  @Test
  void letNoProofOfValuesGoOnFromOneOfIdentitiesOrOfEvents() throws IOException {
    write(1, proof(7), Subject.VALUES);
    write(2, proof(8), Subject.IDENTITIES);
    write(3, proof(9), Subject.EVENTS);

    assertThat(newest(Subject.VALUES)).contains(7L);
    assertThat(newest(Subject.EVENTS)).contains(9L);
    assertThat(newest(Subject.IDENTITIES)).contains(9L);
  }

  @Test
  void takeOneThatDoesNotSayWhatItShowsForOneOfIdentities() throws IOException {
    Path file = write(1, proof(7), Subject.VALUES);
    ObjectNode older = (ObjectNode) new ObjectMapper().readTree(file.toFile());
    ((ObjectNode) older.path("state")).remove("proved");
    Files.writeString(file, older.toString());

    assertThat(newest(Subject.VALUES)).isEmpty();
    assertThat(newest(Subject.IDENTITIES)).contains(7L);
  }
}

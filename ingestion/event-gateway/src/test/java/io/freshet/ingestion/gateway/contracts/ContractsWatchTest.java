package io.freshet.ingestion.gateway.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.gateway.contracts.ContractsWatch.Counts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is edited is served as a whole, once it is whole; what can't be changes nothing. */
class ContractsWatchTest {
  private static final String WALKS =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: walks
      name: walks
      version: 1.0.0
      status: active
      domain: walking
      description: {purpose: Who walked where}
      team: {name: walkers}
      schema:
        - name: walks
          properties:
            - name: street
              logicalType: string
              required: true
              description: Where it was
              customProperties: [{property: fieldId, value: 1}]
            - name: event_time
              logicalType: timestamp
              required: true
              description: When it was
              customProperties: [{property: fieldId, value: 2}]
      customProperties:
        - {property: table, value: none}
        - {property: partitionKey, value: street}
        - {property: eventTime, value: event_time}
        - {property: producers, value: [walker-app]}
      """;

  private static final String OF_ANOTHER_APP = WALKS.replace("walker-app", "another-app");

  @TempDir private Path folder;

  private Served first;
  private AtomicReference<Served> served;
  private ContractsWatch watch;
  private boolean isApplied = true;

  @BeforeEach
  void fill() throws IOException {
    write(WALKS);
    Contracts contracts = Contracts.read(folder);
    first = open(contracts);
    served = new AtomicReference<>(first);
    watch = new ContractsWatch(folder, new LiveChanges(contracts), this::open, served);
    look(2);
  }

  @AfterEach
  void close() {
    watch.close();
  }

  @Test
  void servesWhatItWasStartedWithUntilSomethingChanges() {
    look(3);

    assertThat(served.get()).isSameAs(first);
    assertThat(watch.counts()).isEqualTo(new Counts(0, 0, false));
  }

  @Test
  void takesAChangeThatTwoLooksHaveFoundTheSame() throws IOException {
    write(OF_ANOTHER_APP);

    look(1);
    assertThat(served.get()).isSameAs(first);
    look(1);

    assertThat(served.get().callers()).containsExactly("another-app");
    look(3);
    assertThat(watch.counts()).isEqualTo(new Counts(1, 0, false));
  }

  @Test
  void takesNothingWhileItIsBeingWritten() throws IOException {
    write(OF_ANOTHER_APP.replace("  - {property: producers, value: [another-app]}\n", ""));
    look(1);
    write(OF_ANOTHER_APP);
    look(1);

    assertThat(served.get()).isSameAs(first);
    assertThat(watch.counts()).isEqualTo(new Counts(0, 0, false));
  }

  @Test
  void refusesABrokenFileOnceAndTakesTheNext() throws IOException {
    write("name: [walks");
    look(4);

    assertThat(served.get()).isSameAs(first);
    assertThat(watch.counts()).isEqualTo(new Counts(0, 1, true));

    write(OF_ANOTHER_APP);
    look(2);
    assertThat(served.get().callers()).containsExactly("another-app");
    assertThat(watch.counts()).isEqualTo(new Counts(1, 1, false));
  }

  @Test
  void isNoLongerBehindWhenABrokenFileIsPutBack() throws IOException {
    write("name: [walks");
    look(2);
    write(WALKS);
    look(2);

    assertThat(served.get()).isSameAs(first);
    assertThat(watch.counts()).isEqualTo(new Counts(0, 1, false));
  }

  @Test
  void waitsUntilAChangeIsApplied() throws IOException {
    isApplied = false;
    write(OF_ANOTHER_APP);
    look(3);

    assertThat(served.get()).isSameAs(first);
    assertThat(watch.counts()).isEqualTo(new Counts(0, 0, true));

    isApplied = true;
    look(1);
    assertThat(served.get().callers()).containsExactly("another-app");
    assertThat(watch.counts()).isEqualTo(new Counts(1, 0, false));
  }

  @Test
  void aFileThatIsGoneEndsNoContract() throws IOException {
    Files.writeString(folder.resolve("runs.yaml"), OF_ANOTHER_APP.replace("walks", "runs"));
    Files.delete(folder.resolve("walks.yaml"));
    look(2);

    assertThat(served.get()).isSameAs(first);
    assertThat(watch.counts()).isEqualTo(new Counts(0, 1, true));
  }

  @Test
  void aNewContractIsServedBesideTheOthers() throws IOException {
    Files.writeString(folder.resolve("runs.yaml"), OF_ANOTHER_APP.replace("walks", "runs"));
    look(2);

    assertThat(served.get().streams().names()).containsExactly("runs", "walks");
    assertThat(served.get().callers()).containsExactlyInAnyOrder("walker-app", "another-app");
  }

  @Test
  void whatOnlyReadsOtherwiseChangesNothing() throws IOException {
    write("# Ask the walkers first.\n" + WALKS);
    look(2);

    assertThat(served.get()).isSameAs(first);
    assertThat(watch.counts()).isEqualTo(new Counts(0, 0, false));
  }

  @Test
  void aFolderThatIsAwayChangesNothing() throws IOException {
    Path away = folder.resolveSibling(folder.getFileName() + "-away");
    Files.move(folder, away);
    look(3);
    Files.move(away, folder);

    assertThat(served.get()).isSameAs(first);
    assertThat(watch.counts()).isEqualTo(new Counts(0, 0, true));
    look(2);
    assertThat(watch.counts()).isEqualTo(new Counts(0, 0, false));
  }

  private void write(String walks) throws IOException {
    Files.writeString(folder.resolve("walks.yaml"), walks);
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      watch.look();
    }
  }

  private Served open(Contracts contracts) {
    if (!isApplied) {
      throw new FreshetException(Fault.CALLER, "There is no topic walks");
    }

    return Served.open(contracts, new InMemorySchemaRegistry(), Map.of("walks", 4, "runs", 4));
  }
}

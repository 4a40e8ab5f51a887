package io.freshet.console.editions;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.console.editions.Editions.Edition;
import io.freshet.console.editions.Editions.Source;
import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.toolkit.Settings;
import io.freshet.testing.samples.EditedContracts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditionReaderTest {
  private static final Contract STEPS = EditedContracts.shipped().require("order_events");

  @TempDir Path folder;

  private void git(String... arguments) throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>(List.of("git", "-c", "user.name=t"));
    command.addAll(List.of("-c", "user.email=t@example.com"));
    command.addAll(List.of(arguments));

    assertThat(
            new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor())
        .isZero();
  }

  private EditionReader reader() {
    return new EditionReader(
        folder,
        new HttpSchemaRegistry(
            RegistrySettings.from(Settings.of(Map.of("registry.url", "http://127.0.0.1:1")))));
  }

  private String text() throws IOException {
    return Files.readString(folder.resolve("order_events.yaml"));
  }

  @Test
  void readsWhatGitKeepsAndWhatIsNotCommittedYet() throws Exception {
    EditedContracts edited = EditedContracts.in(folder);
    git("init", "-q");
    git("add", ".");
    git("commit", "-q", "-m", "orders: Begin");
    edited.replace("order_events", "version: 1.1.0", "version: 1.2.0");
    git("commit", "-q", "-a", "-m", "orders: Go on");
    edited.removeColumn("order_events", "reason");

    Editions found = reader().read(STEPS, text());

    assertThat(found.source()).isEqualTo(Source.GIT);
    assertThat(found.isWhole()).isTrue();
    assertThat(found.editions())
        .extracting(Edition::about)
        .containsExactly("as the folder has it now", "orders: Go on", "orders: Begin");
    assertThat(found.editions())
        .extracting(Edition::isBreaking)
        .containsExactly(true, false, false);
    assertThat(found.editions().get(0).changes())
        .singleElement()
        .satisfies(change -> assertThat(change.place()).isEqualTo("order_events.reason"));
    assertThat(found.editions().get(1).version()).isEqualTo("1.2.0");
    assertThat(found.editions().get(2).change()).isEmpty();
  }

  @Test
  void goesOnPastAVersionThatCantBeRead() throws Exception {
    EditedContracts.in(folder);
    String sound = text();
    git("init", "-q");
    Files.writeString(folder.resolve("order_events.yaml"), "not: [a contract");
    git("add", ".");
    git("commit", "-q", "-m", "orders: Begin badly");

    Editions found = reader().read(STEPS, sound);

    assertThat(found.editions()).hasSize(2);
    assertThat(found.editions().get(0).unread()).isNotEmpty();
    assertThat(found.editions().get(1).unread()).isNotEmpty();
  }

  @Test
  void comparesSchemasWhereOnlyTheRegistryRemembers() {
    Schema one = SchemaBuilder.record("R").fields().requiredString("a").endRecord();
    Schema wider =
        SchemaBuilder.record("R").fields().requiredString("a").optionalString("b").endRecord();
    Schema narrower = SchemaBuilder.record("R").fields().requiredLong("a").endRecord();

    assertThat(EditionReader.edition(STEPS, 2, wider, Optional.of(one)).isBreaking()).isFalse();
    assertThat(EditionReader.edition(STEPS, 2, narrower, Optional.of(one)).isBreaking()).isTrue();
    assertThat(EditionReader.edition(STEPS, 1, one, Optional.empty()).changes()).isEmpty();
  }
}

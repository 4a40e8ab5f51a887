package io.freshet.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditLogTest {
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

  @TempDir private Path folder;
  private Path file;
  private AuditLog log;
  private final StringWriter errors = new StringWriter();

  @BeforeEach
  void opens() {
    file = folder.resolve("audit").resolve("log.ndjson");
    log = new AuditLog(file);
  }

  @Test
  void notesWhoDidWhatWhenAndHowItEnded() throws IOException {
    assertThat(run(() -> 3, "forget", "--dasher", "4711")).isEqualTo(3);

    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .contains("\"number\":1", "\"at\":\"2026-11-30T12:00:00Z\"", "\"who\":\"ada\"")
        .contains("\"what\":\"begun\"", "[\"forget\",\"--dasher\",\"4711\"]");
    assertThat(lines.get(1)).contains("\"number\":2", "\"what\":\"ended\"", "\"exit_code\":3");
    assertThat(log.verify().broken()).isEmpty();
    assertThat(log.verify().lines()).isEqualTo(2);
  }

  @Test
  void notesTheEndOfWhatCtrlCHasInterrupted() throws IOException {
    int exitCode =
        run(
            () -> {
              Thread.currentThread().interrupt();

              return 130;
            },
            "up");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(exitCode).isEqualTo(130);
    assertThat(Files.readAllLines(file).get(1)).contains("\"exit_code\":130");
  }

  @Test
  void isForItsOwnersEyesOnly() throws IOException {
    run(() -> 0, "up");

    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
  }

  @Test
  void showsALineThatWasChanged() throws IOException {
    run(() -> 0, "forget", "--dasher", "4711");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(0, lines.get(0).replace("4711", "4712"));
    Files.write(file, lines);

    assertThat(log.verify().broken()).contains("line 1 was changed");
  }

  @Test
  void showsALineThatWasTakenOut() throws IOException {
    run(() -> 0, "up");
    run(() -> 0, "down");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.remove(1);
    Files.write(file, lines);

    assertThat(log.verify().broken()).contains("line 2 does not follow the one before it");
  }

  @Test
  void showsALineThatIsCutOff() throws IOException {
    run(() -> 0, "up");
    cutOff();

    assertThat(log.verify().broken()).contains("line 2 is no entry");
  }

  @Test
  void showsALineThatIsCutOffAlsoWhenOthersFollow() throws IOException {
    run(() -> 0, "up");
    cutOff();

    run(() -> 0, "down");

    assertThat(log.verify().broken()).isEmpty();
    assertThat(log.verify().lines()).isEqualTo(3);
    assertThat(log.verify().cutOff()).isEqualTo(1);
  }

  @Test
  void showsThatWhatIsLeftOfALineWasChanged() throws IOException {
    run(() -> 0, "up");
    cutOff();
    run(() -> 0, "down");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.remove(1);
    Files.write(file, lines);

    assertThat(log.verify().broken()).contains("what was cut off before line 2 was changed");
  }

  @Test
  void goesOnBehindALineThatLacksNothingButItsEnd() throws IOException {
    run(() -> 0, "up");
    Files.writeString(file, Files.readString(file).stripTrailing());

    run(() -> 0, "down");

    assertThat(log.verify().broken()).isEmpty();
    assertThat(log.verify().lines()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no entry", "[]"})
  void showsWhatIsNoEntry(String text) throws IOException {
    run(() -> 0, "up");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.add(1, text);
    Files.write(file, lines);

    assertThat(log.verify().broken()).contains("line 2 is no entry");
  }

  /** JSON's readers pass over it, people who look at the log do not. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          }            | } and it was eve
          "who":"ada"  | "who":"eve","who":"ada"
          "number":1   | "number": 1
          """)
  void showsWhatJsonDoesNotCount(String before, String after) throws IOException {
    run(() -> 0, "up");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(0, lines.get(0).replace(before, after));
    Files.write(file, lines);

    assertThat(log.verify().broken()).contains("line 1 was changed");
  }

  @Test
  void goesOnBehindALongLine() {
    String[] words = new String[100];
    Arrays.fill(words, "\"ß".repeat(250));
    run(() -> 0, words);

    assertThat(log.verify().broken()).isEmpty();
    assertThat(log.verify().lines()).isEqualTo(2);
  }

  @Test
  void showsALogThatWasCutOrWrittenAnewByAHashThatWasKept() throws IOException {
    run(() -> 0, "up");
    String kept = log.verify().last();
    run(() -> 0, "down");
    List<String> lines = Files.readAllLines(file);
    assertThat(log.verify(kept).broken()).isEmpty();

    Files.write(file, lines.subList(0, 1));
    assertThat(log.verify().broken()).isEmpty();
    assertThat(log.verify(kept).broken())
        .contains("no line has the hash %s: it was cut, or written anew".formatted(kept));

    Files.delete(file);
    run(() -> 0, "status");
    run(() -> 0, "down");
    assertThat(log.verify().broken()).isEmpty();
    assertThat(log.verify(kept).broken()).isPresent();
  }

  @Test
  void doesNotRunWhatItCannotNote() throws IOException {
    Files.createDirectories(file);
    boolean[] ran = {false};

    int exitCode =
        run(
            () -> {
              ran[0] = true;

              return 0;
            },
            "up");

    assertThat(exitCode).isEqualTo(2);
    assertThat(ran[0]).isFalse();
    assertThat(errors.toString()).startsWith("Cannot use the audit log " + file);
  }

  @Test
  void keepsSecretsOut() {
    assertThat(
            MaskedArguments.of(
                "simulate",
                "--token",
                "abc",
                "--gateway.token-secret=abc",
                "--url",
                "https://ada:abc@example.org/x",
                "--password-file",
                "/run/password"))
        .containsExactly(
            "simulate",
            "--token",
            "***",
            "--gateway.token-secret=***",
            "--url",
            "https://***@example.org/x",
            "--password-file",
            "/run/password");
  }

  @Test
  void keepsSecretsOutThatStandInOtherWords() {
    assertThat(
            MaskedArguments.of(
                "land",
                "--url=jdbc:postgresql://db/orders?user=ada&password=abc",
                "--token",
                "-abc",
                "--day",
                "2026-03-01",
                "--passphrase=abc"))
        .containsExactly(
            "land",
            "--url=jdbc:postgresql://db/orders?user=ada&password=***",
            "--token",
            "***",
            "--day",
            "2026-03-01",
            "--passphrase=***");
  }

  private void cutOff() throws IOException {
    String whole = Files.readString(file);
    Files.writeString(file, whole.substring(0, whole.length() - 20));
  }

  private int run(IntSupplier command, String... arguments) {
    return new Audited(Optional.of(file), Optional.empty(), "ada", InstantSource.fixed(NOON))
        .run(command, new PrintWriter(errors, true), arguments);
  }
}

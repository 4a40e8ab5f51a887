package io.freshet.catalog.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientsTest {
  private static final String HASH = Clients.hash("a-secret");

  @TempDir private Path folder;

  @Test
  void areReadFromTheirFile() throws IOException {
    Clients clients =
        read(
            """
            writer:
              secret-sha256: ['%s', '%s']
              scopes: [write:raw, read]
            ana:
              secret-sha256: '%s'
              scopes: read:marts
            """
                .formatted(HASH, Clients.hash("its-next-secret"), HASH));

    assertThat(clients.names()).containsExactly("ana", "writer");
    assertThat(clients.find("writer").orElseThrow().scopes()).hasToString("read write:raw");
    assertThat(clients.find("writer").orElseThrow().hasSecret("a-secret")).isTrue();
    assertThat(clients.find("writer").orElseThrow().hasSecret("its-next-secret")).isTrue();
    assertThat(clients.find("writer").orElseThrow().hasSecret(HASH)).isFalse();
    assertThat(clients.find("Writer")).isEmpty();
  }

  @Test
  void haveNoSecretInPlaceOfItsHashAndItIsNotRepeated() {
    assertThatThrownBy(
            () -> read("writer: {secret-sha256: a-secret-that-is-no-hash, scopes: [read]}"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "catalog-logins.file is wrong in the secret-sha256 of writer; it must be there 64"
                + " hexadecimal digits, or a list of such, in quotes");
  }

  /** Whoever generates the file knows the secrets of none. */
  @Test
  void haveASecretThatIsKeptBeside() throws IOException {
    Path kept = Files.writeString(folder.resolve("writer"), "a-secret-of-enough-length\n");
    Clients clients =
        read(
            """
            writer: {secret-file: '%s', scopes: [write:raw]}
            spare: {secret-file: '%s', scopes: [read]}
            """
                .formatted(kept, folder.resolve("absent")));

    assertThat(clients.find("writer").orElseThrow().hasSecret("a-secret-of-enough-length"))
        .isTrue();
    assertThat(clients.find("writer").orElseThrow().hasSecret("")).isFalse();
    assertThat(clients.find("spare").orElseThrow().hasSecret("")).isFalse();
  }

  @Test
  void haveNoSecretThatCouldBeGuessedAndItIsNotRepeated() throws IOException {
    Path kept = Files.writeString(folder.resolve("writer"), "hush\n");

    assertThatThrownBy(() -> read("writer: {secret-file: '%s', scopes: [read]}".formatted(kept)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("is naming a secret in %s that is too short".formatted(kept))
        .hasMessageNotContaining("hush");
    assertThatThrownBy(() -> read("writer: {secret-file: writer, scopes: [read]}"))
        .hasMessageContaining("the absolute path of a file");
  }

  @Test
  void haveScopesWithoutWildcards() {
    assertThatThrownBy(() -> read(entry("'read:raw/*'")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(
            "catalog-logins.file is wrong in the scope read:raw/* of writer; it must be there read,"
                + " write, maintain, shape, create or admin")
        .hasMessageEndingWith("so there is no *");
  }

  @Test
  void needAScope() {
    assertThatThrownBy(() -> read(entry(""))).hasMessageContaining("in the scopes of writer");
  }

  @Test
  void haveNoOtherKeysAndNoOtherNames() {
    assertThatThrownBy(() -> read("writer: {secret: a, scopes: [read]}"))
        .hasMessageContaining("in the keys of writer");
    assertThatThrownBy(
            () ->
                read(
                    "writer: {secret-file: /a, secret-sha256: '%s', scopes: [read]}"
                        .formatted(HASH)))
        .hasMessageContaining("in the keys of writer");
    assertThatThrownBy(() -> read(entry("read").replace("writer", "'a:b'")))
        .hasMessageContaining("in the name of a:b");
  }

  @Test
  void areAMap() {
    assertThatThrownBy(() -> read("- writer")).hasMessageContaining("it must be there a map");
    assertThatThrownBy(() -> read("")).hasMessageContaining("it must be there a map");
    assertThatThrownBy(() -> read("writer: [\n")).hasMessageContaining("is no YAML");
    assertThatThrownBy(() -> read("a: {}\na: {}")).hasMessageContaining("is no YAML");
  }

  @Test
  void areInAFileThatIsThere() {
    assertThatThrownBy(() -> Clients.read(folder.resolve("absent.yaml")))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("Cannot read " + folder.resolve("absent.yaml"));
  }

  private static String entry(String scopes) {
    return "writer: {secret-sha256: '%s', scopes: [%s]}".formatted(HASH, scopes);
  }

  private Clients read(String yaml) throws IOException {
    return Clients.read(Files.writeString(folder.resolve("clients.yaml"), yaml));
  }
}

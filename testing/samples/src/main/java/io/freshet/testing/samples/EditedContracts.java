package io.freshet.testing.samples;

import io.freshet.core.contract.Contracts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The shipped contracts in a folder where a test may edit them. */
public final class EditedContracts {
  private static final Path SHIPPED = Path.of("../contracts");

  private final Path folder;

  private EditedContracts(Path folder) {
    this.folder = folder;
  }

  public static EditedContracts in(Path folder) {
    try (Stream<Path> files = Files.list(SHIPPED)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }

      return new EditedContracts(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Contracts shipped() {
    return Contracts.read(SHIPPED);
  }

  /** Takes {@code old} out of a contract's file and puts {@code now} in its place. */
  public EditedContracts replace(String contract, String old, String now) {
    return edit(
        contract,
        text -> {
          if (!text.contains(old)) {
            throw new IllegalArgumentException(contract + " has no " + old);
          }

          return text.replace(old, now);
        });
  }

  public EditedContracts removeColumn(String contract, String column) {
    return edit(
        contract,
        text ->
            text.replaceFirst(
                "(?s)      - name: %s\n.*?(?=      - name: |\\R\\S)".formatted(column), ""));
  }

  public EditedContracts remove(String contract) {
    try {
      Files.delete(file(contract));

      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private EditedContracts edit(String contract, UnaryOperator<String> change) {
    try {
      String text = Files.readString(file(contract));
      String changed = change.apply(text);
      if (changed.equals(text)) {
        throw new IllegalArgumentException("Nothing changed in " + contract);
      }
      Files.writeString(file(contract), changed);

      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Contracts read() {
    return Contracts.read(folder);
  }

  private Path file(String contract) {
    return folder.resolve(contract + ".yaml");
  }
}

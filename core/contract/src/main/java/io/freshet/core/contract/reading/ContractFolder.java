package io.freshet.core.contract.reading;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractException;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Finding;
import io.freshet.core.contract.odcs.OdcsDocument;
import io.freshet.core.contract.odcs.OdcsStandard;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads a folder of ODCS v3.1.0 YAML files and, beside them, the platform's own contracts. A file
 * that bears the name of one of these replaces it, with the same columns and other settings.
 */
public final class ContractFolder {
  private static final String SUFFIX = ".yaml";

  // A character of UTF-8 takes at most four bytes.
  private static final long MAX_BYTES = 4L * OdcsDocument.MAX_CHARACTERS;

  private final OdcsStandard standard = OdcsStandard.load();

  private final List<ContractFile> files;

  private ContractFolder(Path folder) {
    this.files = files(folder);
  }

  public static ContractFolder read(Path folder) {
    return new ContractFolder(folder);
  }

  /** One contract from the text of its file, wherever that came from. */
  public static Contract parse(String name, String yaml) {
    ContractFile file = ContractFile.read(name + SUFFIX, name, yaml, OdcsStandard.load());

    return file.contract().orElseThrow(() -> new ContractException(file.findings()));
  }

  /** Everything that is wrong, by file and line. */
  public List<Finding> findings() {
    return Stream.concat(
            files.stream().flatMap(file -> file.findings().stream()),
            FolderRules.check(files).stream())
        .toList();
  }

  /** The contracts of the files without findings, by name. */
  public List<Contract> contracts() {
    return files.stream().flatMap(file -> file.contract().stream()).toList();
  }

  /** The texts of the files of {@link #contracts}, by the contracts' names. */
  public Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    files.forEach(
        file -> file.contract().ifPresent(contract -> texts.put(contract.name(), file.text())));

    return texts;
  }

  /** In the order of their names. */
  private List<ContractFile> files(Path folder) {
    Map<String, ContractFile> byName = new TreeMap<>();
    Contracts.PLATFORM.forEach(name -> byName.put(name, platformFile(name)));
    for (Path path : list(folder)) {
      String name = baseName(path);
      ContractFile file = file(path, name);
      byName.merge(name, file, ContractFolder::replacement);
    }

    return List.copyOf(byName.values());
  }

  /** The platform's file, or the folder's where it says the same about the columns. */
  private static ContractFile replacement(ContractFile platform, ContractFile file) {
    if (file.contract().isEmpty()) {
      return file;
    }
    Contract expected = platform.contract().orElseThrow();
    Contract given = file.contract().get();
    boolean same =
        given.schema().equals(expected.schema())
            && given.kind() == expected.kind()
            && given.table().isPresent() == expected.table().isPresent();

    return same
        ? file
        : ContractFile.unreadable(
            new Finding(
                file.label(),
                1,
                "",
                "%s is the platform's contract, and these are not its columns and keys"
                    .formatted(given.name()),
                "a copy of the platform's file, with other settings only"));
  }

  private ContractFile platformFile(String name) {
    String resource = "/io/freshet/core/contract/platform/" + name + SUFFIX;
    try (InputStream stream = ContractFolder.class.getResourceAsStream(resource)) {
      String yaml = new String(stream.readAllBytes(), StandardCharsets.UTF_8);

      return ContractFile.read("platform/" + name + SUFFIX, name, yaml, standard);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ContractFile file(Path path, String name) {
    if (!path.toString().endsWith(SUFFIX)) {
      return unreadable(path, "the file does not end in " + SUFFIX, name + SUFFIX);
    }
    try {
      long bytes = Files.size(path);
      if (bytes > MAX_BYTES) {
        return unreadable(
            path,
            "the file has %d bytes".formatted(bytes),
            "at most %d bytes".formatted(MAX_BYTES));
      }

      return ContractFile.read(path.toString(), name, Files.readString(path), standard);
    } catch (MalformedInputException e) {
      return unreadable(path, "the file is not UTF-8", "UTF-8");
    } catch (IOException e) {
      return unreadable(path, "the file can't be read: " + e, "a file that can be read");
    }
  }

  private static ContractFile unreadable(Path path, String problem, String remedy) {
    return ContractFile.unreadable(new Finding(path.toString(), 1, "", problem, remedy));
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> files =
          entries
              .filter(path -> path.toString().endsWith(SUFFIX) || path.toString().endsWith(".yml"))
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw new ContractException(
            "%s holds no contract; write one as NAME%s".formatted(folder, SUFFIX));
      }

      return files;
    } catch (NotDirectoryException e) {
      throw new ContractException(
          "%s is a file; name the folder of the contracts: they are read together"
              .formatted(folder));
    } catch (NoSuchFileException e) {
      throw new ContractException(
          "There is no folder %s; contracts.path must name the folder of the contracts"
              .formatted(folder));
    } catch (IOException e) {
      throw new ContractException("The folder %s can't be read: %s".formatted(folder, e));
    }
  }

  private static String baseName(Path path) {
    String fileName = path.getFileName().toString();

    return fileName.substring(0, fileName.lastIndexOf('.'));
  }
}

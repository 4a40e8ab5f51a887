package io.freshet.console.reading;

import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The contracts of a folder, read anew once one of its files has changed. Not thread-safe. */
public final class ContractsFolder {
  private static final String SUFFIX = ".yaml";

  private final Path folder;
  private Optional<Read> last = Optional.empty();

  private record Stamp(long modified, long size) {}

  private record Read(Map<String, Stamp> stamps, Contracts contracts) {}

  public ContractsFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Those that are there now.
   *
   * @throws FreshetException when the folder can't be read, or a contract in it is broken
   */
  public Contracts contracts() {
    Map<String, Stamp> stamps = stamps();
    if (last.filter(read -> read.stamps().equals(stamps)).isEmpty()) {
      last = Optional.of(new Read(stamps, Contracts.read(folder)));
    }

    return last.orElseThrow().contracts();
  }

  private Map<String, Stamp> stamps() {
    Map<String, Stamp> stamps = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(SUFFIX)).toList()) {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        stamps.put(
            file.getFileName().toString(),
            new Stamp(found.lastModifiedTime().toMillis(), found.size()));
      }

      return stamps;
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER,
          "Cannot read the contracts in %s: %s; contracts.path must name their folder"
              .formatted(folder, e.getMessage()),
          e);
    }
  }
}

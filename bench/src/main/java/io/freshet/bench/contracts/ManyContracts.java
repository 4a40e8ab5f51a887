package io.freshet.bench.contracts;

import io.freshet.bench.Stage;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A folder with the shipped contracts and many more, which are pings by other names and with one
 * partition each.
 */
public record ManyContracts(Path folder, List<String> names) {
  private static final String SHIPPED = "dasher_pings";
  private static final String ENDING = ".yaml";

  public static ManyContracts write(Stage stage, int count) {
    return write(stage, count, contract -> contract);
  }

  /**
   * @param change what else is different in each of the many
   */
  public static ManyContracts write(Stage stage, int count, UnaryOperator<String> change) {
    Path shipped = Path.of(stage.settings().text("contracts.path"));
    Path folder = stage.scratch().resolve("contracts");
    List<String> names = IntStream.range(0, count).mapToObj("bench_%03d"::formatted).toList();
    try (Stream<Path> files = Files.list(shipped)) {
      Files.createDirectories(folder);
      for (Path file : files.filter(file -> file.toString().endsWith(ENDING)).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
      String pings =
          change.apply(onePartition(Files.readString(shipped.resolve(SHIPPED + ENDING))));
      for (String name : names) {
        Files.writeString(folder.resolve(name + ENDING), pings.replace(SHIPPED, name));
      }
    } catch (IOException e) {
      throw new FreshetException(Fault.DEPENDENCY, "Cannot write contracts into " + folder, e);
    }

    return new ManyContracts(folder, names);
  }

  private static String onePartition(String contract) {
    String changed = contract.replaceFirst("(property: partitions, value:) \\d+", "$1 1");
    if (changed.equals(contract)) {
      throw new FreshetException(
          Fault.OURS, "The contract %s does not say its partitions any more".formatted(SHIPPED));
    }

    return changed;
  }

  public List<Contract> of(Contracts contracts) {
    return names.stream().map(contracts::require).toList();
  }
}

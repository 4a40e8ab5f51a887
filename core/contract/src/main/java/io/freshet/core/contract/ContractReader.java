package io.freshet.core.contract;

import io.freshet.core.contract.reading.ContractFolder;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads a folder of ODCS v3.1.0 YAML files and, beside them, the platform's own contracts. A file
 * that bears the name of one of these replaces it, with the same columns and other settings.
 */
public final class ContractReader {
  private ContractReader() {}

  /** Everything that is wrong in a folder, by file and line; empty when it can be used. */
  public static List<Finding> lint(Path folder) {
    return ContractFolder.read(folder).findings();
  }

  /** A folder without findings. */
  static ContractFolder sound(Path folder) {
    ContractFolder read = ContractFolder.read(folder);
    if (!read.findings().isEmpty()) {
      throw new ContractException(read.findings());
    }

    return read;
  }
}

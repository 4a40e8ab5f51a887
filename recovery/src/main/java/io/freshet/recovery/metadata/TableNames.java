package io.freshet.recovery.metadata;

import io.freshet.core.contract.ContractException;
import io.freshet.core.contract.ContractTexts;
import io.freshet.core.lake.TableContract;
import io.freshet.core.lake.TableLayout;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * What tables are called. Their metadata does not tell: a backup knows by the table's uuid, else
 * the contract that the table carries, else the folder that it was made in.
 */
final class TableNames {
  private static final Pattern CONTRACT_NAME = Pattern.compile("(?m)^name:\\s*(\\w+)\\s*$");

  /** As our catalog and Trino make a folder's name one of its own. */
  private static final Pattern OWN =
      Pattern.compile("(.+)-([0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12})");

  private final String warehouse;
  private final Map<String, TableIdentifier> byUuid;

  /** Where a name comes from. */
  enum Origin {
    BACKUP,
    CONTRACT,
    FOLDER
  }

  /** A name and who says so. */
  record Named(TableIdentifier name, Origin origin) {}

  /**
   * @param byUuid what a backup knows; may be empty
   */
  TableNames(String warehouse, Map<String, TableIdentifier> byUuid) {
    this.warehouse = warehouse.endsWith("/") ? warehouse : warehouse + "/";
    this.byUuid = Map.copyOf(byUuid);
  }

  /** Empty where the folder does not lie as deep in the warehouse as a table's. */
  Optional<Named> of(Description metadata) {
    return Optional.ofNullable(byUuid.get(metadata.uuid()))
        .map(name -> new Named(name, Origin.BACKUP))
        .or(() -> byContract(metadata).map(name -> new Named(name, Origin.CONTRACT)))
        .or(() -> byFolder(metadata).map(name -> new Named(name, Origin.FOLDER)));
  }

  private static Optional<TableIdentifier> byContract(Description metadata) {
    String text = metadata.properties().get(TableContract.PROPERTY);
    if (text == null) {
      return Optional.empty();
    }
    Matcher name = CONTRACT_NAME.matcher(text);
    try {
      return name.find()
          ? Optional.of(TableLayout.name(ContractTexts.parse(name.group(1), text)))
          : Optional.empty();
    } catch (ContractException ofAnotherRelease) {
      return Optional.empty(); // the folder still tells
    }
  }

  private Optional<TableIdentifier> byFolder(Description metadata) {
    if (!metadata.tableLocation().startsWith(warehouse)) {
      return Optional.empty();
    }
    String[] levels = metadata.tableLocation().substring(warehouse.length()).split("/", -1);
    if (levels.length != 2 || levels[0].isEmpty() || levels[1].isEmpty()) {
      return Optional.empty();
    }
    Matcher own = OWN.matcher(levels[1]);

    return Optional.of(
        TableIdentifier.of(Namespace.of(levels[0]), own.matches() ? own.group(1) : levels[1]));
  }
}

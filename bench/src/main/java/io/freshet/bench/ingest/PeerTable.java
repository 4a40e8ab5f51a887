package io.freshet.bench.ingest;

import io.freshet.core.contract.Contract;
import io.freshet.core.lake.Namespaces;
import io.freshet.core.lake.TableLayout;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * The table of somebody else's: the columns, partitions and properties of the contract's table. It
 * asks for no order, as sorting would cost others what they don't do by themselves.
 */
record PeerTable(TableIdentifier name, Contract contract) {
  private static final Namespace NAMESPACE = Namespace.of("bench");
  private static final String OURS = "freshet.";

  /**
   * @param contender that the table is named after
   */
  static PeerTable of(String contender, Contract contract) {
    return new PeerTable(
        TableIdentifier.of(NAMESPACE, "pings_of_" + contender.replace('-', '_')), contract);
  }

  /** Makes it anew, empty. */
  void reset(Catalog catalog) {
    Namespaces.ensure(catalog, NAMESPACE);
    catalog.dropTable(name);
    TableLayout layout = TableLayout.of(contract);
    catalog
        .buildTable(name, layout.schema())
        .withPartitionSpec(layout.spec())
        .withProperties(othersToo(layout.properties()))
        .create();
  }

  private static Map<String, String> othersToo(Map<String, String> properties) {
    return properties.entrySet().stream()
        .filter(property -> !property.getKey().startsWith(OURS))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}

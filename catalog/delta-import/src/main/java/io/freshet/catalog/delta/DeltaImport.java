package io.freshet.catalog.delta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.delta.kernel.Snapshot;
import io.freshet.catalog.delta.act.Importer;
import io.freshet.catalog.delta.act.Importer.ImportedVersion;
import io.freshet.catalog.delta.act.Origin;
import io.freshet.catalog.delta.plan.ImportPlan;
import io.freshet.catalog.delta.plan.Planner;
import io.freshet.catalog.delta.source.DeltaTable;
import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.io.SupportsPrefixOperations;

/** Plans and carries out an import. Importing again what is there already changes nothing. */
final class DeltaImport {
  private final Catalog catalog;
  private final String warehouse;
  private final SupportsPrefixOperations sourceFiles;
  private final Progress progress;

  /**
   * @param warehouse where the catalog puts tables
   */
  DeltaImport(
      Catalog catalog, String warehouse, SupportsPrefixOperations sourceFiles, Progress progress) {
    this.catalog = catalog;
    this.warehouse = warehouse;
    this.sourceFiles = sourceFiles;
    this.progress = progress;
  }

  /** The plan alone; only reads. */
  ObjectNode plan(ImportRequest request) {
    DeltaTable source = DeltaTable.at(request.source(), sourceFiles);
    Optional<Origin> there = existing(request, source.latest());

    return there
        .map(origin -> Report.unchanged(request.target(), origin))
        .orElseGet(() -> Report.planned(request.target(), plan(request, source), warehouse));
  }

  ObjectNode run(ImportRequest request) {
    Effort.Meter meter = Effort.start();
    DeltaTable source = DeltaTable.at(request.source(), sourceFiles);
    Optional<Origin> there = existing(request, source.latest());
    if (there.isPresent()) {
      return Report.unchanged(request.target(), there.get());
    }
    ImportPlan plan = plan(request, source);
    List<ImportedVersion> versions =
        new Importer(source, sourceFiles, catalog, progress)
            .run(plan, request.target(), request.verified());

    return Report.imported(request.target(), plan, warehouse, versions, meter.read());
  }

  private ImportPlan plan(ImportRequest request, DeltaTable source) {
    return new Planner(source, sourceFiles, progress)
        .plan(request.versions(), request.placements());
  }

  /** What the table of that name was made of, where it is this very version. */
  private Optional<Origin> existing(ImportRequest request, Snapshot latest) {
    Table table;
    try {
      table = catalog.loadTable(request.target());
    } catch (NoSuchTableException | NoSuchNamespaceException e) {
      return Optional.empty();
    }
    Origin origin =
        Origin.read(table.properties())
            .filter(known -> known.tableId().equals(latest.getMetadata().getId()))
            .orElseThrow(
                () ->
                    new FreshetException(
                        Fault.CALLER,
                        "%s exists already and was not made of %s; name another table with --as"
                            .formatted(request.target(), request.source())));
    if (origin.version() != latest.getVersion()) {
      throw new FreshetException(
          Fault.CALLER,
          "%s holds version %d of %s, which is at version %d now; drop it and import again, or"
                  .formatted(
                      request.target(), origin.version(), request.source(), latest.getVersion())
              + " name another table with --as");
    }

    return Optional.of(origin);
  }
}

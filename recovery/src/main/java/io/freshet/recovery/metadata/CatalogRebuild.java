package io.freshet.recovery.metadata;

import io.freshet.core.lake.Namespaces;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.recovery.metadata.Description.Kind;
import io.freshet.recovery.metadata.Entry.Action;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.catalog.ViewCatalog;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.view.BaseView;
import org.apache.iceberg.view.View;

/**
 * Makes a catalog anew from the metadata of tables and views in the store, whoever's catalog it is.
 * Registers what the catalog lacks, changes nothing that it has, and may be run again.
 */
public final class CatalogRebuild {
  private final Catalog catalog;
  private final MetadataReader reader;
  private final TableNames names;
  private final Map<String, String> picks;

  /**
   * @param warehouse whose folders are {@code <namespace>/<table>}
   * @param named what tables of which uuid are called, as a backup knows
   * @param picks metadata files by the name that they are to bear, where nobody else can tell
   */
  public CatalogRebuild(
      Catalog catalog,
      MetadataReader reader,
      String warehouse,
      Map<String, TableIdentifier> named,
      Map<String, String> picks) {
    this.catalog = catalog;
    this.reader = reader;
    this.names = new TableNames(warehouse, named);
    this.picks = Map.copyOf(picks);
  }

  /** What would be done. */
  public List<Entry> plan(String address) {
    return plan(reader.under(address));
  }

  /**
   * The same of those alone whose first file came after {@code since}: what is older and not in the
   * catalog was dropped before.
   */
  public List<Entry> planSince(Instant since, String address) {
    Map<String, List<MetadataFile>> folders = reader.under(address);
    folders
        .values()
        .removeIf(files -> files.stream().anyMatch(file -> file.modified().isBefore(since)));

    return plan(folders);
  }

  /**
   * The same for some folders.
   *
   * @param folders with their metadata files
   */
  public List<Entry> plan(Map<String, List<MetadataFile>> folders) {
    List<Entry> entries =
        folders.entrySet().stream()
            .map(folder -> entry(folder.getKey(), folder.getValue()))
            .toList();
    Map<String, Long> namesakes =
        entries.stream()
            .flatMap(entry -> entry.name().stream())
            .collect(Collectors.groupingBy(name -> name, Collectors.counting()));

    return entries.stream().map(entry -> besideNamesakes(entry, namesakes)).toList();
  }

  /** Registers what the plan says; returns how much that was. */
  public int execute(List<Entry> plan) {
    int registered = 0;
    for (Entry entry : plan) {
      if (entry.action() == Action.REGISTER) {
        register(entry);
        registered++;
      }
    }

    return registered;
  }

  private void register(Entry entry) {
    TableIdentifier name = TableIdentifier.parse(entry.name().orElseThrow());
    String metadata = entry.metadata().orElseThrow();
    Namespaces.ensure(catalog, name.namespace());
    if (entry.kind() == Kind.TABLE) {
      catalog.registerTable(name, metadata);
    } else {
      views().registerView(name, metadata);
    }
  }

  private Entry entry(String folder, List<MetadataFile> files) {
    Newest newest;
    try {
      newest = Succession.of(files, Optional.empty(), reader::read);
    } catch (UnreadableMetadataException e) {
      return undecided(Kind.TABLE, Optional.empty(), folder, e.getMessage());
    }
    if (newest instanceof Newest.Found found) {
      return entry(folder, found);
    }
    Newest.Undecided undecided = (Newest.Undecided) newest;
    Description first = undecided.candidates().get(0);
    Optional<String> name = names.of(first).map(named -> named.name().toString());
    String candidates =
        undecided.candidates().stream()
            .map(each -> "%s of %s".formatted(each.location(), each.lastUpdated()))
            .collect(Collectors.joining(", "));
    Entry entry =
        undecided(first.kind(), name, folder, "%s: %s".formatted(undecided.reason(), candidates));

    return undecided.candidates().stream()
        .filter(each -> name.map(picks::get).filter(each.location()::equals).isPresent())
        .findFirst()
        .map(each -> entry(folder, new Newest.Found(each, Set.of(), List.of())))
        .orElse(entry);
  }

  private static Entry undecided(Kind kind, Optional<String> name, String folder, String reason) {
    return new Entry(
        Action.UNDECIDED,
        kind,
        name,
        folder,
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        reason,
        List.of());
  }

  private Entry entry(String folder, Newest.Found found) {
    Description head = found.head();
    Optional<TableNames.Named> named = names.of(head);
    Entry entry =
        new Entry(
            Action.REGISTER,
            head.kind(),
            named.map(each -> each.name().toString()),
            folder,
            Optional.of(head.location()),
            Optional.of(head.lastUpdated()),
            head.snapshot(),
            named.map(each -> words(each.origin())).orElse(""),
            found.neverCommitted());
    if (named.isEmpty()) {
      return entry.with(Action.UNDECIDED, "its name is not known, and its folder tells none");
    }
    Optional<String> registered = registered(named.get().name(), head.kind());
    if (registered.isEmpty()) {
      return entry;
    }
    if (registered.get().equals(head.location())) {
      return entry.with(Action.AS_IS, "the catalog has it");
    }

    return found.chain().contains(registered.get())
        ? entry.with(Action.BEHIND, "the catalog has an older state: " + registered.get())
        : entry.with(
            Action.UNDECIDED, "the catalog has another one of that name: " + registered.get());
  }

  private static String words(TableNames.Origin origin) {
    return switch (origin) {
      case BACKUP -> "named by the backup";
      case CONTRACT -> "named by its contract";
      case FOLDER -> "named by its folder";
    };
  }

  private Optional<String> registered(TableIdentifier name, Kind kind) {
    try {
      if (kind == Kind.VIEW) {
        return views().viewExists(name)
            ? Optional.of(file(views().loadView(name)))
            : Optional.empty();
      }

      return catalog.tableExists(name)
          ? Optional.of(file(catalog.loadTable(name)))
          : Optional.empty();
    } catch (NotFoundException itsFileIsGone) {
      return Optional.of("one whose metadata is gone");
    }
  }

  private static String file(Table table) {
    return ((BaseTable) table).operations().current().metadataFileLocation();
  }

  private static String file(View view) {
    return ((BaseView) view).operations().current().metadataFileLocation();
  }

  private ViewCatalog views() {
    if (catalog instanceof ViewCatalog views) {
      return views;
    }
    throw new FreshetException(
        Fault.CALLER, "The catalog %s keeps no views".formatted(catalog.name()));
  }

  /** Of several folders with the same name only the one that was picked is registered. */
  private Entry besideNamesakes(Entry entry, Map<String, Long> namesakes) {
    Optional<String> name = entry.name().filter(each -> namesakes.get(each) > 1);
    if (name.isEmpty() || entry.action() != Action.REGISTER) {
      return entry;
    }
    String picked = picks.get(name.get());
    if (picked == null) {
      return entry.with(
          Action.UNDECIDED,
          "%d folders hold something of that name; choose: --pick %s=%s"
              .formatted(namesakes.get(name.get()), name.get(), entry.metadata().orElse("")));
    }

    return picked.equals(entry.metadata().orElse(""))
        ? entry
        : entry.with(Action.UNDECIDED, "another one was picked for the name");
  }
}

package io.freshet.catalog.protocol;

import io.freshet.catalog.access.Action;
import io.freshet.catalog.access.Right;
import io.freshet.catalog.postgres.PostgresCatalog;
import io.freshet.catalog.signing.RemoteSigner;
import io.freshet.catalog.signing.StoreRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.rest.Endpoint;
import org.apache.iceberg.rest.RESTUtil;
import org.apache.iceberg.rest.requests.RemoteSignRequest;
import org.apache.iceberg.rest.responses.LoadTableResponse;

/**
 * Signs what clients send to the object store: below the table's own folders alone, and for what
 * their scopes say.
 */
final class SigningRoutes {
  // A client signs each of its requests to the store; metadata of megabytes is not read for each.
  private static final long GOOD_FOR_NANOS = Duration.ofSeconds(10).toNanos();
  private static final int MOST_TABLES = 1000;

  private final PostgresCatalog postgres;
  private final Locations locations;
  private final RemoteSigner signer;
  private final Guards guards;
  private final LongSupplier nanoTime;
  private final Map<TableIdentifier, Known> tables = new ConcurrentHashMap<>();

  private record Known(List<String> folders, long readAt) {}

  SigningRoutes(
      PostgresCatalog postgres,
      Locations locations,
      RemoteSigner signer,
      Guards guards,
      LongSupplier nanoTime) {
    this.postgres = postgres;
    this.locations = locations;
    this.signer = signer;
    this.guards = guards;
    this.nanoTime = nanoTime;
  }

  List<Route> routes() {
    return List.of(
        Route.reads(
            Endpoint.V1_TABLE_REMOTE_SIGN,
            RemoteSignRequest.class,
            guards::readsTable,
            this::sign));
  }

  /** The table, and for clients that can have requests signed, where. */
  LoadTableResponse tell(Call call, TableIdentifier table, LoadTableResponse response) {
    if (!call.preferences().wantsSigning()) {
      return response;
    }
    String endpoint =
        "v1/namespaces/%s/tables/%s/sign"
            .formatted(
                RESTUtil.encodeNamespace(table.namespace(), Call.ENCODED_SEPARATOR),
                RESTUtil.encodeString(table.name()));

    return LoadTableResponse.builder()
        .withTableMetadata(response.tableMetadata())
        .addAllConfig(response.config())
        .addConfig("s3.remote-signing-enabled", "true")
        .addConfig("signer.endpoint", endpoint)
        // Java's clients before 1.11 and PyIceberg know it by this name, the latter by a signer's.
        .addConfig("s3.signer.endpoint", endpoint)
        .addConfig("s3.signer", "S3V4RestSigner")
        .build();
  }

  /** It may have become another table's name, or nobody's. Another catalog finds out by itself. */
  void forget(TableIdentifier table) {
    tables.remove(table);
  }

  private Answer sign(Call call) {
    RemoteSignRequest request = call.body(RemoteSignRequest.class);
    TableIdentifier table = call.table();
    StoreRequest wanted = signer.understand(request);
    call.require(Right.to(wanted.action(), table), ", as the request to the store shows");
    Predicate<String> own = files(call, table);
    for (String place : wanted.places()) {
      if (!own.test(place)) {
        throw new ForbiddenException(
            "%s does not lie in the folders of %s, and nothing else is signed for it",
            place, table);
      }
    }

    return Answer.of(signer.sign(request), cacheable(request));
  }

  /** A client may use what was signed for reading again, for other ranges of the file. */
  private static Map<String, String> cacheable(RemoteSignRequest request) {
    boolean isReading = List.of("GET", "HEAD").contains(request.method());

    return Map.of("Cache-Control", isReading ? "private" : "no-cache");
  }

  private Predicate<String> files(Call call, TableIdentifier table) {
    try {
      List<String> folders = folders(table);

      return place -> Locations.isBelow(folders, place);
    } catch (NoSuchTableException e) {
      // Who makes a table in two steps writes its first files before it is there.
      call.require(Right.to(Action.CREATE, table), ", as the table is not there yet");

      return place -> isOfNew(table, place);
    }
  }

  private boolean isOfNew(TableIdentifier table, String place) {
    Optional<String> folder = locations.folderOfNew(table, place);

    return folder.isPresent() && !postgres.holdsTableIn(folder.get());
  }

  private List<String> folders(TableIdentifier table) {
    Known known = tables.get(table);
    if (known != null && nanoTime.getAsLong() - known.readAt() < GOOD_FOR_NANOS) {
      return known.folders();
    }
    if (!(postgres.catalog().loadTable(table) instanceof BaseTable loaded)) {
      throw new NoSuchTableException("Table does not exist: %s", table);
    }
    List<String> folders = locations.foldersOf(loaded.operations().current());
    if (tables.size() >= MOST_TABLES) {
      tables.clear();
    }
    tables.put(table, new Known(folders, nanoTime.getAsLong()));

    return folders;
  }
}

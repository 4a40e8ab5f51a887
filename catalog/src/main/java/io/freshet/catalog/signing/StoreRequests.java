package io.freshet.catalog.signing;

import io.freshet.catalog.access.Action;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.rest.requests.RemoteSignRequest;

/**
 * Understands what a request to the object store would do. What is not known here to do nothing
 * else than read, write, list or delete objects is refused: rights, copies, tags and settings of
 * buckets, among others.
 */
final class StoreRequests {
  private static final String LIST = "list-type";
  private static final String DELETE = "delete";
  private static final String UPLOAD = "uploadId";

  /** The SDK's name of the operation; the store does nothing with it. */
  private static final String OPERATION = "x-id";

  private static final Set<String> OF_READING = Set.of(OPERATION, "partNumber");
  private static final Set<String> OF_LISTING =
      Set.of(
          OPERATION,
          LIST,
          "prefix",
          "delimiter",
          "continuation-token",
          "max-keys",
          "start-after",
          "encoding-type",
          "fetch-owner");
  private static final Set<String> OF_WRITING = Set.of(OPERATION, UPLOAD, "partNumber");
  private static final Set<String> OF_UPLOADING = Set.of(OPERATION, UPLOAD, "uploads");
  private static final Set<String> OF_DELETING = Set.of(OPERATION, UPLOAD);
  private static final Set<String> OF_DELETING_MANY = Set.of(OPERATION, DELETE);

  /** Of the store's own headers those that change nothing but the object itself. */
  private static final Pattern HARMLESS =
      Pattern.compile(
          "x-amz-(content-sha256|date|decoded-content-length|trailer|sdk-checksum-algorithm"
              + "|checksum-[a-z0-9-]+|server-side-encryption[a-z0-9-]*|storage-class"
              + "|meta-[a-z0-9._-]+|expected-bucket-owner|request-payer|te)");

  private final Store store;

  StoreRequests(Store store) {
    this.store = store;
  }

  /**
   * @throws ForbiddenException when it is none that is signed
   */
  StoreRequest understand(RemoteSignRequest request) {
    Store.Target target =
        store
            .target(request.uri())
            .orElseThrow(() -> refused(request, "its address is none of the catalog's store"));
    requireHarmless(request);
    Map<String, String> query = query(request);
    String method = request.method().toUpperCase(Locale.ROOT);
    if (target.key().isEmpty()) {
      return ofBucket(method, target.bucket(), query, request);
    }
    Action action =
        switch (method) {
          case "GET", "HEAD" -> only(OF_READING, query, Action.READ, request);
          case "PUT" -> only(OF_WRITING, query, Action.WRITE, request);
          case "POST" -> only(OF_UPLOADING, query, ofUpload(query, request), request);
          case "DELETE" -> only(OF_DELETING, query, ofDeletion(query), request);
          default -> throw refused(request, "its method is not known to be harmless");
        };

    return new StoreRequest(action, List.of(target.address()));
  }

  private static StoreRequest ofBucket(
      String method, String bucket, Map<String, String> query, RemoteSignRequest request) {
    if (method.equals("GET") && "2".equals(query.get(LIST))) {
      only(OF_LISTING, query, Action.READ, request);
      String prefix = query.getOrDefault("prefix", "");

      return new StoreRequest(Action.READ, List.of("s3://%s/%s".formatted(bucket, prefix)));
    }
    if (method.equals("POST") && query.containsKey(DELETE)) {
      only(OF_DELETING_MANY, query, Action.MAINTAIN, request);
      List<String> places =
          DeletedKeys.in(request.body()).stream()
              .map(key -> "s3://%s/%s".formatted(bucket, key))
              .toList();

      return new StoreRequest(Action.MAINTAIN, places);
    }
    throw refused(request, "it is about a bucket");
  }

  private static Action ofUpload(Map<String, String> query, RemoteSignRequest request) {
    if (query.containsKey(UPLOAD) || query.containsKey("uploads")) {
      return Action.WRITE;
    }
    throw refused(request, "its method is not known to be harmless");
  }

  /** An upload without a name is none to some stores, which then delete the file itself. */
  private static Action ofDeletion(Map<String, String> query) {
    return query.getOrDefault(UPLOAD, "").isBlank() ? Action.MAINTAIN : Action.WRITE;
  }

  private static Action only(
      Set<String> known, Map<String, String> query, Action action, RemoteSignRequest request) {
    query.keySet().stream()
        .filter(parameter -> !known.contains(parameter))
        .findFirst()
        .ifPresent(
            parameter -> {
              throw refused(
                  request, "its parameter %s is not known to be harmless".formatted(parameter));
            });

    return action;
  }

  private static void requireHarmless(RemoteSignRequest request) {
    for (String name : request.headers().keySet()) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.startsWith("x-amz-") && !HARMLESS.matcher(lower).matches()) {
        throw refused(request, "its header %s is not known to be harmless".formatted(lower));
      }
    }
  }

  private static Map<String, String> query(RemoteSignRequest request) {
    Map<String, String> query = new HashMap<>();
    String raw = request.uri().getRawQuery();
    for (String parameter : raw == null ? new String[0] : raw.split("&", -1)) {
      String[] pair = parameter.split("=", 2);
      String name = decoded(pair[0]);
      if (query.put(name, pair.length == 1 ? "" : decoded(pair[1])) != null) {
        throw refused(request, "its parameter %s is there twice".formatted(name));
      }
    }

    return query;
  }

  private static String decoded(String text) {
    try {
      return Encoding.decoded(text);
    } catch (IllegalArgumentException e) {
      throw new BadRequestException("The address to be signed is encoded wrongly");
    }
  }

  private static ForbiddenException refused(RemoteSignRequest request, String why) {
    return new ForbiddenException(
        "This catalog does not sign %s %s: %s", request.method(), request.uri(), why);
  }
}

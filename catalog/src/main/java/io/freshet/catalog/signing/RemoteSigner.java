package io.freshet.catalog.signing;

import io.freshet.core.toolkit.Sha256;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.rest.requests.RemoteSignRequest;
import org.apache.iceberg.rest.responses.ImmutableRemoteSignResponse;
import org.apache.iceberg.rest.responses.RemoteSignResponse;

/**
 * Signs requests to the object store with the catalog's keys, for clients that have none. Who may
 * have what signed is for the caller to decide, by what {@link #understand} says. Thread-safe.
 */
public final class RemoteSigner {
  private static final String CONTENT_HASH = "x-amz-content-sha256";
  private static final String DATE = "x-amz-date";
  private static final String HOST = "host";
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
  private static final Set<String> SIGNED = Set.of("content-md5", "content-type");
  private static final Set<String> BODYS = Set.of(UNSIGNED, "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,40}");

  private final StoreRequests requests;
  private final Optional<String> region;
  private final Supplier<StoreKeys> keys;
  private final InstantSource clock;

  /**
   * @param endpoint of the store; empty for AWS itself
   * @param region of the store; empty: the one that the client says
   * @param keys asked for each request, as they may end
   */
  public RemoteSigner(
      Optional<String> endpoint,
      Optional<String> region,
      Supplier<StoreKeys> keys,
      InstantSource clock) {
    this.requests = new StoreRequests(new Store(endpoint));
    this.region = region;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * What the request would do.
   *
   * @throws org.apache.iceberg.exceptions.ForbiddenException when it is none that is ever signed
   */
  public StoreRequest understand(RemoteSignRequest request) {
    return requests.understand(request);
  }

  /** The request's headers, those added that make the store accept it for a quarter of an hour. */
  public RemoteSignResponse sign(RemoteSignRequest request) {
    StoreKeys current = keys.get();
    TreeMap<String, String> signed = new TreeMap<>();
    Map<String, List<String>> headers = new HashMap<>();
    request
        .headers()
        .forEach(
            (name, values) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (lower.startsWith("x-amz-") || SIGNED.contains(lower)) {
                signed.put(lower, String.join(",", values));
              }
              if (!lower.equals("authorization")) {
                headers.put(name, new ArrayList<>(values));
              }
            });
    requireHost(request);
    signed.put(HOST, host(request.uri()));
    signed.put(DATE, SignatureV4.time(clock.instant()));
    signed.put(CONTENT_HASH, contentHash(request, signed.get(CONTENT_HASH)));
    current.sessionToken().ifPresent(token -> signed.put("x-amz-security-token", token));
    String authorization =
        SignatureV4.authorization(
            request.method().toUpperCase(Locale.ROOT),
            request.uri(),
            signed,
            region(request),
            current);
    headers.keySet().removeIf(name -> signed.containsKey(name.toLowerCase(Locale.ROOT)));
    signed.forEach((name, value) -> headers.put(name, List.of(value)));
    headers.put("Authorization", List.of(authorization));

    return ImmutableRemoteSignResponse.builder().uri(request.uri()).headers(headers).build();
  }

  /**
   * A body that says what is to be deleted must be the one that was looked at. Others are the
   * client's own affair, which the store holds against the hash where the client has one.
   */
  private static String contentHash(RemoteSignRequest request, String said) {
    if (request.body() != null && !request.body().isEmpty()) {
      String hash = Sha256.hex(request.body());
      if (said != null && !said.equals(hash)) {
        throw new BadRequestException(
            "%s is not that of the body, which is %s", CONTENT_HASH, hash);
      }

      return hash;
    }
    if (said == null) {
      return UNSIGNED;
    }
    if (!BODYS.contains(said) && !SHA256.matcher(said).matches()) {
      throw new BadRequestException("%s is %s, which can't be signed here", CONTENT_HASH, said);
    }

    return said;
  }

  /** The name that is signed decides which bucket a store looks into. */
  private static void requireHost(RemoteSignRequest request) {
    request.headers().entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(HOST))
        .flatMap(header -> header.getValue().stream())
        .filter(said -> !said.equalsIgnoreCase(host(request.uri())))
        .findFirst()
        .ifPresent(
            said -> {
              throw new BadRequestException(
                  "The header Host is another one than that of the address");
            });
  }

  private static String host(URI uri) {
    boolean isUsual =
        uri.getPort() == -1
            || (uri.getPort() == 443 && "https".equalsIgnoreCase(uri.getScheme()))
            || (uri.getPort() == 80 && "http".equalsIgnoreCase(uri.getScheme()));

    return isUsual ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
  }

  private String region(RemoteSignRequest request) {
    String chosen = region.orElse(request.region());
    if (chosen == null || !REGION.matcher(chosen).matches()) {
      throw new BadRequestException("The request says no region");
    }

    return chosen;
  }
}

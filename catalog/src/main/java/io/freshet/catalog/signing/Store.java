package io.freshet.catalog.signing;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the object store answers: which bucket, and what in it, an address of it is about.
 * Addresses of others are about nothing.
 */
final class Store {
  /** {@code bucket.s3.eu-west-1.amazonaws.com}, with the bucket in the path or in the name. */
  private static final Pattern AWS =
      Pattern.compile(
          "(?:([a-z0-9][a-z0-9.-]*)\\.)?s3(?:\\.dualstack)?(?:[.-][a-z]{2}[a-z0-9-]+)?"
              + "\\.amazonaws\\.com(?:\\.cn)?");

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private final Optional<URI> endpoint;

  /**
   * @param endpoint empty for AWS itself
   */
  Store(Optional<String> endpoint) {
    this.endpoint = endpoint.map(URI::create);
  }

  /**
   * What an address is about.
   *
   * @param key not encoded; empty for the bucket itself
   */
  record Target(String bucket, String key) {
    String address() {
      return "s3://" + bucket + "/" + key;
    }
  }

  Optional<Target> target(URI uri) {
    if (uri.getHost() == null
        || uri.getRawUserInfo() != null
        || uri.getRawFragment() != null
        || uri.getPath() == null) {
      return Optional.empty();
    }
    String host = uri.getHost().toLowerCase(Locale.ROOT);

    return endpoint.isPresent() ? ofEndpoint(endpoint.get(), uri, host) : ofAws(uri, host);
  }

  private static Optional<Target> ofEndpoint(URI endpoint, URI uri, String host) {
    String ours = endpoint.getHost().toLowerCase(Locale.ROOT);
    if (!endpoint.getScheme().equalsIgnoreCase(uri.getScheme()) || port(endpoint) != port(uri)) {
      return Optional.empty();
    }
    if (host.equals(ours)) {
      return inPath(uri.getPath());
    }

    return host.endsWith("." + ours)
        ? Optional.of(inName(host.substring(0, host.length() - ours.length() - 1), uri.getPath()))
        : Optional.empty();
  }

  /** The AWS SDK leaves the usual one out of its addresses, also where the settings name it. */
  private static int port(URI uri) {
    if (uri.getPort() != -1) {
      return uri.getPort();
    }

    return "https".equalsIgnoreCase(uri.getScheme()) ? HTTPS_PORT : HTTP_PORT;
  }

  private static Optional<Target> ofAws(URI uri, String host) {
    Matcher matcher = AWS.matcher(host);
    if (!"https".equalsIgnoreCase(uri.getScheme()) || uri.getPort() != -1 || !matcher.matches()) {
      return Optional.empty();
    }

    return matcher.group(1) == null
        ? inPath(uri.getPath())
        : Optional.of(inName(matcher.group(1), uri.getPath()));
  }

  private static Optional<Target> inPath(String path) {
    String[] parts = path.replaceFirst("^/", "").split("/", 2);

    return parts[0].isEmpty()
        ? Optional.empty()
        : Optional.of(new Target(parts[0], parts.length == 1 ? "" : parts[1]));
  }

  private static Target inName(String bucket, String path) {
    return new Target(bucket, path.replaceFirst("^/", ""));
  }
}

package io.freshet.catalog;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of S3, in memory, as S3FileIO needs to keep table metadata; checks no signature. */
final class FakeS3 implements AutoCloseable {
  private static final Pattern DELETED_KEY = Pattern.compile("<Key>(.*?)</Key>");

  private static final Pattern CREDENTIAL = Pattern.compile(" Credential=([^/]*)/");

  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private final Set<String> accessKeys = ConcurrentHashMap.newKeySet();
  private final HttpServer server;

  private FakeS3(HttpServer server) {
    this.server = server;
    server.createContext("/", this::handle);
    server.start();
  }

  static FakeS3 start() {
    try {
      return new FakeS3(
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Paths as {@code /bucket/key}. */
  Set<String> paths() {
    return new TreeSet<>(objects.keySet());
  }

  /** Whose keys requests were signed with; {@code none} for one that was not. */
  Set<String> accessKeys() {
    return Set.copyOf(accessKeys);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    byte[] body = exchange.getRequestBody().readAllBytes();
    Matcher credential =
        CREDENTIAL.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    accessKeys.add(credential.find() ? credential.group(1) : "none");
    switch (exchange.getRequestMethod()) {
      case "PUT" -> {
        objects.put(path, isChunked(exchange) ? unchunk(body) : body);
        exchange.getResponseHeaders().set("ETag", "\"any\"");
        answer(exchange, 200, new byte[0]);
      }
      case "GET", "HEAD" -> {
        byte[] object =
            isListing(exchange) ? listing(path, parameter(exchange, "prefix")) : objects.get(path);
        answer(exchange, object == null ? 404 : 200, object == null ? new byte[0] : object);
      }
      case "DELETE" -> {
        objects.remove(path);
        answer(exchange, 204, new byte[0]);
      }
      default -> {
        deleteMany(path, new String(body, StandardCharsets.UTF_8));
        answer(exchange, 200, "<DeleteResult/>".getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static boolean isListing(HttpExchange exchange) {
    return parameter(exchange, "list-type").equals("2");
  }

  private static String parameter(HttpExchange exchange, String name) {
    String query = exchange.getRequestURI().getQuery();

    return Arrays.stream(query == null ? new String[0] : query.split("&", -1))
        .filter(parameter -> parameter.startsWith(name + "="))
        .map(parameter -> parameter.substring(name.length() + 1))
        .findFirst()
        .orElse("");
  }

  private byte[] listing(String bucket, String prefix) {
    String beginning = bucket.replaceFirst("/?$", "/");
    StringBuilder found = new StringBuilder("<ListBucketResult><IsTruncated>false</IsTruncated>");
    for (String path : paths()) {
      if (path.startsWith(beginning + prefix)) {
        found
            .append("<Contents><Key>")
            .append(path.substring(beginning.length()))
            .append("</Key><Size>1</Size><LastModified>2026-03-01T12:00:00.000Z</LastModified>")
            .append("</Contents>");
      }
    }

    return found.append("</ListBucketResult>").toString().getBytes(StandardCharsets.UTF_8);
  }

  private void deleteMany(String bucket, String request) {
    Matcher keys = DELETED_KEY.matcher(request);
    while (keys.find()) {
      objects.remove(bucket.replaceFirst("/?$", "/") + keys.group(1));
    }
  }

  private static boolean isChunked(HttpExchange exchange) {
    String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");

    return encoding != null && encoding.contains("aws-chunked");
  }

  /** Each chunk is its length in hex, perhaps a signature, a line break, bytes, a line break. */
  private static byte[] unchunk(byte[] body) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    try (InputStream in = new ByteArrayInputStream(body)) {
      for (int length = chunkLength(in); length > 0; length = chunkLength(in)) {
        whole.write(in.readNBytes(length));
        in.skipNBytes(2);
      }
    }

    return whole.toByteArray();
  }

  private static int chunkLength(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      line.append((char) c);
    }

    return Integer.parseInt(line.toString().split("[;\r]", -1)[0], 16);
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    boolean isHead = exchange.getRequestMethod().equals("HEAD");
    if (isHead) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
    }
    exchange.sendResponseHeaders(status, isHead || body.length == 0 ? -1 : body.length);
    if (!isHead) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }
}

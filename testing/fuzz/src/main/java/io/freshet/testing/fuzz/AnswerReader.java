package io.freshet.testing.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads a server's answers off a connection, no more than a megabyte of each. */
final class AnswerReader {
  private static final int MOST_KEPT = 1 << 20;
  private static final int MOST_HEADERS = 1 << 16;
  private static final int SWITCHING = 101;

  private final InputStream in;

  AnswerReader(InputStream in) {
    this.in = in;
  }

  /**
   * Empty where the connection ends without one. Answers in between, such as 100, are passed over.
   *
   * @param isBodiless whether the request was one whose answer has no body
   * @throws IOException also when what comes is no HTTP
   */
  Optional<Answer> next(boolean isBodiless) throws IOException {
    while (true) {
      String first = line(true);
      if (first == null) {
        return Optional.empty();
      }
      if (!first.matches("HTTP/1\\.[01] \\d{3}( .*)?")) {
        throw new NoHttpException(first);
      }
      int status = Integer.parseInt(first.substring(9, 12));
      Map<String, List<String>> headers = headers();
      if (status < 200 && status != SWITCHING) {
        continue;
      }
      boolean isWithout = isBodiless || status == 204 || status == 304 || status < 200;

      return Optional.of(
          isWithout ? new Answer(status, headers, new byte[0], true) : body(status, headers));
    }
  }

  private Answer body(int status, Map<String, List<String>> headers) throws IOException {
    Answer bare = new Answer(status, headers, new byte[0], true);
    if (bare.mediaType().equals("text/event-stream")) {
      return bare;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean isWhole = true;
    try {
      if (bare.header("transfer-encoding").filter("chunked"::equalsIgnoreCase).isPresent()) {
        readChunks(out);
      } else if (bare.header("content-length").isPresent()) {
        copy(out, Long.parseLong(bare.header("content-length").get()));
      } else {
        copyToEnd(out);
      }
    } catch (EOFException cut) {
      isWhole = false;
    } catch (NumberFormatException e) {
      throw new NoHttpException("a length that is none, " + e.getMessage());
    }

    return new Answer(status, headers, out.toByteArray(), isWhole);
  }

  private Map<String, List<String>> headers() throws IOException {
    Map<String, List<String>> headers = new HashMap<>();
    int length = 0;
    for (String line = line(false); !line.isEmpty(); line = line(false)) {
      length += line.length();
      if (length > MOST_HEADERS) {
        throw new NoHttpException("headers of more than %d bytes".formatted(MOST_HEADERS));
      }
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new NoHttpException(line);
      }
      headers
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }

    return headers;
  }

  private void readChunks(ByteArrayOutputStream out) throws IOException {
    while (true) {
      String size = line(false);
      int length = Integer.parseInt(size.split(";", 2)[0].strip(), 16);
      copy(out, length);
      line(false);
      if (length == 0) {
        return;
      }
    }
  }

  private void copyToEnd(ByteArrayOutputStream out) throws IOException {
    for (int read = in.read(); read >= 0; read = in.read()) {
      keep(out, read);
    }
  }

  private void copy(ByteArrayOutputStream out, long length) throws IOException {
    for (long i = 0; i < length; i++) {
      int read = in.read();
      if (read < 0) {
        throw new EOFException();
      }
      keep(out, read);
    }
  }

  private static void keep(ByteArrayOutputStream out, int read) {
    if (out.size() < MOST_KEPT) {
      out.write(read);
    }
  }

  /** Null where nothing comes any more and that may be. */
  private String line(boolean mayEnd) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    OptionalInt last = OptionalInt.empty();
    while (line.size() < MOST_HEADERS) {
      int read = in.read();
      if (read < 0) {
        if (mayEnd && last.isEmpty()) {
          return null;
        }
        throw new EOFException();
      }
      last = OptionalInt.of(read);
      if (read == '\n') {
        String text = line.toString(ISO_8859_1);

        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
      }
      line.write(read);
    }
    throw new NoHttpException("a line of more than %d bytes".formatted(MOST_HEADERS));
  }

  /** What came is not HTTP. */
  static final class NoHttpException extends IOException {
    private static final long serialVersionUID = 1L;

    NoHttpException(String seen) {
      super("No HTTP: " + seen.substring(0, Math.min(200, seen.length())));
    }
  }
}

package io.freshet.testing.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One request as it goes over the wire, byte by byte.
 *
 * @param target as it stands in the request line
 * @param version such as {@code HTTP/1.1}
 * @param headers in their order, without {@code Host} and without what frames the body
 * @param framing how the server is told where the body ends
 * @param manner how the bytes are sent
 * @param traits what may be expected of an answer
 */
record Shot(
    String method,
    String target,
    String version,
    List<Header> headers,
    byte[] body,
    Framing framing,
    Manner manner,
    Set<Trait> traits) {
  private static final String LINE_END = "\r\n";
  private static final int CHUNK = 1000;

  /** A header's line; without a name the value stands alone, whatever it is. */
  record Header(String name, String value) {
    String line() {
      return name.isEmpty() ? value : name + ": " + value;
    }
  }

  /** How the server is told where the body ends. */
  enum Framing {
    /** By {@code Content-Length}, unless there is no body. */
    LENGTH,
    CHUNKED,
    /** By headers of the request's own, right or wrong. */
    OWN
  }

  /** How the bytes are sent. */
  enum Manner {
    AT_ONCE,
    /** In four parts, with pauses. */
    SLOWLY,
    /** Nothing more will be sent, and the answer is waited for. */
    HALF_CLOSED,
    /** Half of it, and away. */
    CUT_OFF,
    /** Twice, without waiting for the first answer. */
    PIPELINED
  }

  /** What an answer must not be held against. */
  enum Trait {
    /** HTTP's own rules are bent: the server may refuse, or close without a word. */
    BENT,
    /** The server has reason to wait for more. */
    INCOMPLETE,
    /** Nobody that the door knows. */
    STRANGER,
    /** Holds a second request, hidden from some who might read it. */
    SMUGGLING
  }

  Shot {
    headers = List.copyOf(headers);
    traits = Set.copyOf(traits);
  }

  static Shot of(String method, String target, List<Header> headers, byte[] body) {
    return new Shot(
        method,
        target,
        "HTTP/1.1",
        headers,
        body,
        Framing.LENGTH,
        Manner.AT_ONCE,
        EnumSet.noneOf(Trait.class));
  }

  boolean is(Trait trait) {
    return traits.contains(trait);
  }

  /** Without the query. */
  String path() {
    int mark = target.indexOf('?');

    return mark < 0 ? target : target.substring(0, mark);
  }

  Shot withMethod(String other) {
    return new Shot(other, target, version, headers, body, framing, manner, traits);
  }

  Shot withTarget(String other) {
    return new Shot(method, other, version, headers, body, framing, manner, traits);
  }

  Shot withVersion(String other) {
    return new Shot(method, target, other, headers, body, framing, manner, traits);
  }

  Shot withHeaders(List<Header> others) {
    return new Shot(method, target, version, others, body, framing, manner, traits);
  }

  Shot withBody(byte[] other) {
    return new Shot(method, target, version, headers, other, framing, manner, traits);
  }

  Shot withFraming(Framing other) {
    return new Shot(method, target, version, headers, body, other, manner, traits);
  }

  Shot withManner(Manner other) {
    return new Shot(method, target, version, headers, body, framing, other, traits);
  }

  Shot with(Trait trait) {
    Set<Trait> more = EnumSet.of(trait);
    more.addAll(traits);

    return new Shot(method, target, version, headers, body, framing, manner, more);
  }

  /** With one more header. */
  Shot plus(String name, String value) {
    return withHeaders(
        Stream.concat(headers.stream(), Stream.of(new Header(name, value))).toList());
  }

  Shot without(String name) {
    return withHeaders(
        headers.stream().filter(each -> !each.name().equalsIgnoreCase(name)).toList());
  }

  /** With this one in place of all of that name. */
  Shot with(String name, String value) {
    return without(name).plus(name, value);
  }

  /**
   * @param host for the header {@code Host}; none where it is empty or there is one already
   */
  byte[] bytes(String host) {
    List<String> lines = new ArrayList<>();
    lines.add("%s %s %s".formatted(method, target, version));
    boolean isNamed = headers.stream().anyMatch(each -> each.name().equalsIgnoreCase("Host"));
    if (!host.isEmpty() && !isNamed) {
      lines.add("Host: " + host);
    }
    headers.forEach(each -> lines.add(each.line()));
    boolean isChunked = framing == Framing.CHUNKED;
    if (isChunked) {
      lines.add("Transfer-Encoding: chunked");
    } else if (framing == Framing.LENGTH && (body.length > 0 || method.equals("POST"))) {
      lines.add("Content-Length: " + body.length);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 1000);
    out.writeBytes((String.join(LINE_END, lines) + LINE_END + LINE_END).getBytes(ISO_8859_1));
    if (isChunked) {
      writeChunks(out);
    } else {
      out.writeBytes(body);
    }

    return out.toByteArray();
  }

  private void writeChunks(ByteArrayOutputStream out) {
    for (int at = 0; at < body.length; at += CHUNK) {
      int length = Math.min(CHUNK, body.length - at);
      out.writeBytes((Integer.toHexString(length) + LINE_END).getBytes(ISO_8859_1));
      out.write(body, at, length);
      out.writeBytes(LINE_END.getBytes(ISO_8859_1));
    }
    out.writeBytes(("0" + LINE_END + LINE_END).getBytes(ISO_8859_1));
  }
}

package io.freshet.testing.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.freshet.testing.fuzz.Shot.Framing;
import io.freshet.testing.fuzz.Shot.Header;
import io.freshet.testing.fuzz.Shot.Manner;
import io.freshet.testing.fuzz.Shot.Trait;
import java.util.List;
import java.util.Random;

/** What no HTTP client would send, and how none would send it. */
final class WireTricks {
  private static final String LENGTH = "Content-Length";
  private static final String TRANSFER = "Transfer-Encoding";
  private static final byte[] HIDDEN =
      "0\r\n\r\nGET /health HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1);

  private static final List<String> LENGTHS =
      List.of("-1", "+5", "5, 6", "0x10", "99999999999999999999", "5 5", "", "1e3", "٣");
  private static final List<String> CODINGS =
      List.of(
          "chunked, identity",
          "identity, chunked",
          "xchunked",
          "chunked\u000b",
          " chunked",
          "gzip, chunked",
          "chunked, chunked",
          "Chunked;a=b");
  private static final List<String> CHUNKS =
      List.of(
          "zz\r\nabc\r\n0\r\n\r\n",
          "-1\r\nabc\r\n0\r\n\r\n",
          "ffffffffffffffffff\r\nabc",
          "3;x=\"\r\nabc\r\n0\r\n\r\n",
          "3\nabc\n0\n\n",
          "3\r\nabcd\r\n0\r\n\r\n",
          "0\r\nContent-Length: 5\r\n\r\n",
          "3 \r\nabc\r\n0\r\n\r\n",
          "\r\n\r\n");
  private static final List<String> LINES =
      List.of(
          "Folded: a\r\n b",
          " Starts-With: a-space",
          "Space-Before : colon",
          "No-Colon",
          ": no name",
          "Bare-LF: a\nX-Other: b",
          "Bare-CR: a\rX-Other: b",
          "Nul: a\u0000b",
          "N\u0000ul: a",
          "N\u00e4me: a",
          "Na(me): a",
          "Host: elsewhere.example\r\nHost: x");
  private static final List<String> VERSIONS =
      List.of("HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/3", "HTTP/1.10", "http/1.1", "JUNK", "");

  private WireTricks() {}

  static List<Trick> all() {
    return List.of(
        WireTricks::twoFramings,
        WireTricks::twoFramings,
        WireTricks::twoLengths,
        WireTricks::wrongLength,
        WireTricks::otherCoding,
        WireTricks::wrongChunks,
        WireTricks::wrongChunks,
        WireTricks::line,
        WireTricks::line,
        WireTricks::otherVersion,
        WireTricks::shortBody,
        WireTricks::noHttp);
  }

  /** How bytes are sent, which is not the request's own affair. */
  static Shot sentOtherwise(Shot shot, Random random) {
    Manner manner =
        Values.pick(
            List.of(Manner.SLOWLY, Manner.HALF_CLOSED, Manner.CUT_OFF, Manner.PIPELINED), random);

    return shot.withManner(manner);
  }

  private static Shot own(Shot shot, byte[] body, Trait... more) {
    Shot bent = shot.withFraming(Framing.OWN).withBody(body).with(Trait.BENT);
    for (Trait trait : more) {
      bent = bent.with(trait);
    }

    return bent;
  }

  /** By one the hidden request is a part of the body, by the other it stands on its own. */
  private static Shot twoFramings(Shot shot, Random random) {
    List<Header> both =
        random.nextBoolean()
            ? List.of(
                new Header(LENGTH, Integer.toString(HIDDEN.length)),
                new Header(TRANSFER, "chunked"))
            : List.of(
                new Header(TRANSFER, "chunked"),
                new Header(LENGTH, Integer.toString(HIDDEN.length)));
    Shot bent = own(shot.withMethod("POST"), HIDDEN, Trait.SMUGGLING);
    for (Header header : both) {
      bent = bent.plus(header.name(), header.value());
    }

    return bent;
  }

  private static Shot twoLengths(Shot shot, Random random) {
    byte[] body = ("{}" + new String(HIDDEN, ISO_8859_1).substring(5)).getBytes(ISO_8859_1);
    String first = Integer.toString(random.nextBoolean() ? 2 : body.length);
    String second = Integer.toString(first.equals("2") ? body.length : 2);

    return own(shot.withMethod("POST"), body, Trait.SMUGGLING)
        .plus(LENGTH, first)
        .plus(LENGTH, second);
  }

  private static Shot wrongLength(Shot shot, Random random) {
    return own(shot.withMethod("POST"), shot.body(), Trait.INCOMPLETE)
        .plus(LENGTH, Values.pick(LENGTHS, random));
  }

  private static Shot otherCoding(Shot shot, Random random) {
    return own(shot.withMethod("POST"), HIDDEN, Trait.INCOMPLETE)
        .plus(TRANSFER, Values.pick(CODINGS, random));
  }

  private static Shot wrongChunks(Shot shot, Random random) {
    return own(
            shot.withMethod("POST"),
            Values.pick(CHUNKS, random).getBytes(ISO_8859_1),
            Trait.INCOMPLETE)
        .plus(TRANSFER, "chunked");
  }

  private static Shot line(Shot shot, Random random) {
    return shot.plus("", Values.pick(LINES, random)).with(Trait.BENT);
  }

  private static Shot otherVersion(Shot shot, Random random) {
    return shot.withVersion(Values.pick(VERSIONS, random)).with(Trait.BENT);
  }

  /** Less than it says there is; the rest never comes. */
  private static Shot shortBody(Shot shot, Random random) {
    return own(shot.withMethod("POST"), shot.body(), Trait.INCOMPLETE)
        .withManner(random.nextBoolean() ? Manner.HALF_CLOSED : Manner.AT_ONCE)
        .plus(LENGTH, Integer.toString(shot.body().length + 1 + random.nextInt(1000)));
  }

  /** Another protocol's first bytes. */
  private static Shot noHttp(Shot shot, Random random) {
    String bytes =
        Values.pick(
            List.of(
                "\u0016\u0003\u0001\u0002\u0000\u0001",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "\r\n\r\n\r\n",
                "\u0000".repeat(40),
                "HELO x\r\n",
                "*1\r\n$4\r\nPING\r\n",
                "GET /health\r\n"),
            random);

    return new Shot(
        bytes,
        "",
        "",
        List.of(),
        new byte[0],
        Framing.OWN,
        Manner.AT_ONCE,
        java.util.Set.of(Trait.BENT, Trait.INCOMPLETE));
  }
}

package io.freshet.testing.fuzz;

import io.freshet.testing.fuzz.Shot.Header;
import io.freshet.testing.fuzz.Shot.Trait;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Headers that a server looks at, with what it does not expect; and callers whom it should not
 * know.
 */
final class HeaderTricks {
  private static final String AUTHORIZATION = "Authorization";

  // {"alg":"none"}, and one by HS256 of another key that ended in 2001.
  private static final String UNSIGNED = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJmdXp6In0.";
  private static final String EXPIRED =
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJmdXp6IiwiZXhwIjoxMDAwMDAwMDAwfQ"
          + ".c2lnbmF0dXJl";

  private static final List<String> STRANGERS =
      List.of(
          "Bearer",
          "Bearer ",
          "Bearer x",
          "Bearer " + UNSIGNED,
          "Bearer " + EXPIRED,
          "Bearer ..",
          "Bearer a.b.c",
          "Bearer " + "x".repeat(3000),
          "Bearer \u00ff\u00fe",
          "Basic",
          "Basic !!!",
          "Basic Og==",
          "Basic bm8tY29sb24=",
          "Basic " + "QQ==".repeat(500),
          "Digest username=\"x\"",
          "",
          ",");

  private static final List<Header> ODD =
      List.of(
          new Header("If-Match", "*"),
          new Header("If-Match", "\"1"),
          new Header("If-None-Match", "*"),
          new Header("If-None-Match", "W/\"a\", ,,\"b"),
          new Header("If-Modified-Since", "yesterday"),
          new Header("Range", "bytes=0-,-1,5-2"),
          new Header("Accept", "application/x-no-such"),
          new Header("Accept", ";q=2,,*"),
          new Header("Accept-Encoding", "gzip;q=x, *;q=0"),
          new Header("Accept-Language", "\u00ff"),
          new Header("Expect", "100-continue"),
          new Header("Expect", "a miracle"),
          new Header("Host", "elsewhere.example"),
          new Header("Host", ""),
          new Header("Host", "a b"),
          new Header("Host", "[::1"),
          new Header("Host", "127.0.0.1:99999"),
          new Header("Origin", "null"),
          new Header("Origin", "https://elsewhere.example"),
          new Header("Origin", "::::"),
          new Header("Referer", "http://["),
          new Header("Cookie", "a=b; \u0001=; ;;=;" + "c=d; ".repeat(200)),
          new Header("Forwarded", "for=\"[::1"),
          new Header("X-Forwarded-For", "%%%"),
          new Header("X-HTTP-Method-Override", "DELETE"),
          new Header("Transfer-Encoding", "identity"),
          new Header("TE", "trailers, chunked;q=x"),
          new Header("Trailer", "Content-Length"),
          new Header("Upgrade", "h2c"),
          new Header("Connection", "Upgrade, HTTP2-Settings"),
          new Header("traceparent", "00-zz-zz-zz"),
          new Header("traceparent", "00-" + "0".repeat(32) + "-" + "0".repeat(16) + "-01"),
          new Header("Idempotency-Key", ""),
          new Header("Idempotency-Key", "k".repeat(5000)),
          new Header("ce-id", "%00%ff"),
          new Header("ce-specversion", "9"),
          new Header("ce-type", "no-such"),
          new Header("ce-time", "never"),
          new Header("ce-source", "::"),
          new Header("ce-" + "x".repeat(300), "1"),
          new Header("Date", "Thu, 99 Foo 0000 99:99:99"));

  private HeaderTricks() {}

  static List<Trick> all() {
    return List.of(
        HeaderTricks::stranger,
        HeaderTricks::stranger,
        HeaderTricks::twoCallers,
        HeaderTricks::odd,
        HeaderTricks::odd,
        HeaderTricks::odd,
        HeaderTricks::strangeValue,
        HeaderTricks::dropped,
        HeaderTricks::repeated,
        HeaderTricks::many,
        HeaderTricks::longValue,
        HeaderTricks::webSocket);
  }

  private static Shot stranger(Shot shot, Random random) {
    Shot bare = shot.without(AUTHORIZATION).with(Trait.STRANGER);
    if (random.nextInt(4) == 0) {
      return bare;
    }

    return bare.plus(AUTHORIZATION, Values.pick(STRANGERS, random)).with(Trait.BENT);
  }

  private static Shot twoCallers(Shot shot, Random random) {
    return shot.plus(AUTHORIZATION, Values.pick(STRANGERS, random)).with(Trait.BENT);
  }

  private static Shot odd(Shot shot, Random random) {
    Header header = Values.pick(ODD, random);

    return (random.nextBoolean()
            ? shot.with(header.name(), header.value())
            : shot.plus(header.name(), header.value()))
        .with(Trait.BENT);
  }

  private static Shot strangeValue(Shot shot, Random random) {
    if (shot.headers().isEmpty()) {
      return odd(shot, random);
    }
    Header header = Values.pick(shot.headers(), random);
    String value = Values.strange(random).replaceAll("[\r\n\0]", " ");

    return shot.with(header.name(), value).with(Trait.BENT);
  }

  private static Shot dropped(Shot shot, Random random) {
    if (shot.headers().isEmpty()) {
      return odd(shot, random);
    }
    String name = Values.pick(shot.headers(), random).name();
    Shot less = shot.without(name);

    return name.equals(AUTHORIZATION) ? less.with(Trait.STRANGER) : less;
  }

  private static Shot repeated(Shot shot, Random random) {
    if (shot.headers().isEmpty()) {
      return odd(shot, random);
    }
    Header header = Values.pick(shot.headers(), random);

    return shot.plus(header.name(), header.value()).with(Trait.BENT);
  }

  private static Shot many(Shot shot, Random random) {
    List<Header> headers = new ArrayList<>(shot.headers());
    headers.addAll(
        Collections.nCopies(Values.pick(List.of(90, 400), random), new Header("X-Fuzz", "y")));

    return shot.withHeaders(headers).with(Trait.BENT);
  }

  private static Shot longValue(Shot shot, Random random) {
    return shot.plus("X-Fuzz", "y".repeat(Values.pick(List.of(4000, 8100, 60_000), random)))
        .with(Trait.BENT);
  }

  private static Shot webSocket(Shot shot, Random random) {
    Shot handshake =
        shot.plus("Connection", "Upgrade")
            .plus("Upgrade", "websocket")
            .plus("Sec-WebSocket-Version", Values.pick(List.of("13", "8", "x"), random));

    return (random.nextBoolean()
            ? handshake.plus(
                "Sec-WebSocket-Key",
                Values.pick(List.of("dGhlIHNhbXBsZSBub25jZQ==", "short", ""), random))
            : handshake)
        .plus("Sec-WebSocket-Extensions", "permessage-deflate; server_max_window_bits=99")
        .with(Trait.BENT);
  }
}

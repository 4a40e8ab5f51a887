package io.freshet.testing.fuzz;

import io.freshet.testing.fuzz.Shot.Trait;
import java.util.List;
import java.util.Random;

/** Other methods and addresses: each a request by HTTP's rules, or nearly one. */
final class AddressTricks {
  private static final List<String> METHODS =
      List.of(
          "HEAD",
          "OPTIONS",
          "TRACE",
          "PUT",
          "PATCH",
          "DELETE",
          "POST",
          "GET",
          "FOO",
          "get",
          "PROPFIND",
          "PRI",
          "X".repeat(300));

  private static final List<String> ENDS =
      List.of(
          "/",
          "//",
          "/.",
          "/..",
          "/../health",
          "/%2e%2e/health",
          "/%2E%2E/%2E%2E/etc/passwd",
          ";a=b",
          "%2F..%2Fhealth",
          "%00",
          "%",
          "%zz",
          "%ff",
          "%c0%af",
          "/..;/metrics",
          "%25",
          "\\",
          "%5c..%5c",
          "|",
          "%0d%0aX-Injected:%20yes",
          ".json",
          "%20",
          "~",
          "%u0041",
          "#part",
          "^");

  private static final List<String> QUERIES =
      List.of(
          "fuzz=1",
          "fuzz",
          "=",
          "&&&&",
          "%ff=%ff",
          "%=%",
          "a=%00",
          "limit=1&limit=2",
          "limit=-1",
          "limit=99999999999999999999",
          "after=%ed%a0%80",
          "?",
          "token=%00",
          "a[]=1",
          "q=\u0001",
          "timeout=-5",
          "depth=1e3",
          "pageSize=0",
          "pageToken=%ff",
          "max_bytes=0");

  private AddressTricks() {}

  static List<Trick> all() {
    return List.of(
        AddressTricks::otherMethod,
        AddressTricks::otherEnd,
        AddressTricks::otherEnd,
        AddressTricks::otherQuery,
        AddressTricks::otherQuery,
        AddressTricks::repeatedQuery,
        AddressTricks::longAddress,
        AddressTricks::strangeForm,
        AddressTricks::encodedOnceMore,
        AddressTricks::swappedPart);
  }

  private static Shot otherMethod(Shot shot, Random random) {
    return shot.withMethod(Values.pick(METHODS, random)).with(Trait.BENT);
  }

  private static Shot otherEnd(Shot shot, Random random) {
    return shot.withTarget(
            shot.path() + Values.pick(ENDS, random) + shot.target().substring(shot.path().length()))
        .with(Trait.BENT);
  }

  private static Shot otherQuery(Shot shot, Random random) {
    return shot.withTarget(
            shot.target()
                + (shot.target().contains("?") ? "&" : "?")
                + Values.pick(QUERIES, random))
        .with(Trait.BENT);
  }

  private static Shot repeatedQuery(Shot shot, Random random) {
    String query = shot.target().substring(shot.path().length());

    return query.isEmpty()
        ? otherQuery(shot, random)
        : shot.withTarget(shot.target() + query.replace('?', '&')).with(Trait.BENT);
  }

  private static Shot longAddress(Shot shot, Random random) {
    int length = Values.pick(List.of(3000, 7900, 9000, 70_000), random);
    String target =
        random.nextBoolean()
            ? shot.path() + "?q=" + "a".repeat(length)
            : "/" + "a/".repeat(length / 2);

    return shot.withTarget(target).with(Trait.BENT);
  }

  private static Shot strangeForm(Shot shot, Random random) {
    String target =
        Values.pick(
            List.of(
                "*",
                "",
                "http://elsewhere.example" + shot.target(),
                "http://user:secret@elsewhere.example:99999" + shot.target(),
                "elsewhere.example:443",
                "//elsewhere.example" + shot.target(),
                "file:///etc/passwd",
                " " + shot.target(),
                shot.target().substring(1)),
            random);

    return shot.withTarget(target).with(Trait.BENT);
  }

  private static Shot encodedOnceMore(Shot shot, Random random) {
    String path = shot.path();
    int at = 1 + random.nextInt(path.length());
    if (at >= path.length()) {
      return otherEnd(shot, random);
    }
    String code = "%%%02x".formatted((int) path.charAt(at));

    return shot.withTarget(path.substring(0, at) + code + shot.target().substring(at + 1))
        .with(Trait.BENT);
  }

  private static Shot swappedPart(Shot shot, Random random) {
    String[] parts = shot.path().split("/", -1);
    int at = random.nextInt(parts.length);
    parts[at] =
        Values.pick(
            List.of(
                "",
                ".",
                "..",
                "-1",
                "0",
                "9223372036854775808",
                "%1F",
                "%F0%9F%9A%97",
                "a%2Fb",
                "a%00b",
                "x".repeat(300),
                "%E2%80%AE",
                "*",
                "null",
                "1.0",
                "%2e"),
            random);
    String path = String.join("/", parts);

    return shot.withTarget(
            (path.startsWith("/") ? path : "/" + path)
                + shot.target().substring(shot.path().length()))
        .with(Trait.BENT);
  }
}

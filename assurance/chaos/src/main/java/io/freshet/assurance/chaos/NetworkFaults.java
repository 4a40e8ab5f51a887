package io.freshet.assurance.chaos;

import io.freshet.assurance.chaos.FaultKind.Group;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the network before a server does to those who talk to it. */
final class NetworkFaults {
  /** Servers that applications reach through a door of ours. */
  private static final List<String> SERVERS =
      List.of("kafka", "s3", "catalog", "redis", "postgres", "registry");

  private static final Duration SHORTEST = Duration.ofSeconds(3);
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private NetworkFaults() {}

  static List<FaultKind> all() {
    List<FaultKind> all = new ArrayList<>();
    for (String server : SERVERS) {
      all.add(
          fault(
              server,
              "cut",
              "all connections of jobs and services to %s break, and new ones are turned away"));
      all.add(
          fault(server, "delayed", "each piece to and from %s comes 50 to 500 milliseconds later"));
      all.add(
          fault(
              server,
              "silent",
              "connections to %s stay, and nothing passes, which nobody can tell from slowness"));
      all.add(fault(server, "slow", "16 to 128 KB a second pass on each connection to %s"));
      all.add(
          fault(
              server,
              "reset",
              "each connection to %s is reset in the middle of an answer, after 1 to 64 KB"));
    }

    return all;
  }

  private static FaultKind fault(String server, String what, String doing) {
    return new FaultKind(
        server + "-" + what,
        Group.NETWORK,
        doing.formatted(server),
        "jobs restart, requests time out, tables are late",
        "",
        "the network is well again",
        SHORTEST,
        LONGEST,
        false);
  }
}

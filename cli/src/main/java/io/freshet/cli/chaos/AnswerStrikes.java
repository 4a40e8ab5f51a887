package io.freshet.cli.chaos;

import io.freshet.assurance.chaos.ScheduledFault;
import io.freshet.assurance.chaos.door.FaultyProxy;
import io.freshet.assurance.chaos.door.FaultyProxy.Fault;
import io.freshet.assurance.chaos.door.FaultyProxy.Request;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** Lets object store and catalog answer wrongly to chosen requests, before they apply or after. */
final class AnswerStrikes implements Striker {
  private static final String FLINKS_OWN = "/flink/";
  private static final String PARQUET = ".parquet";
  private static final String MANIFEST = ".avro";
  private static final Duration LATE = Duration.ofSeconds(10);
  private static final Duration LATER = Duration.ofSeconds(20);

  private static final Map<String, Wrong> STORE =
      Map.of(
          "s3-refuses-data-files", puts(PARQUET, new Fault.Refused(503, s3("ServiceUnavailable"))),
          "s3-slows-down", puts(PARQUET, new Fault.Refused(503, s3("SlowDown"))),
          "s3-keeps-files-and-fails",
              puts(PARQUET, new Fault.Misreported(500, s3("InternalError"))),
          "s3-keeps-files-in-silence", puts(PARQUET, new Fault.Unanswered()),
          "s3-keeps-files-and-is-late", puts(PARQUET, new Fault.Delayed(LATE)),
          "s3-refuses-manifests", puts(MANIFEST, new Fault.Refused(503, s3("ServiceUnavailable"))),
          "s3-keeps-manifests-in-silence", puts(MANIFEST, new Fault.Unanswered()),
          "s3-refuses-checkpoints",
              puts(FLINKS_OWN, new Fault.Refused(503, s3("ServiceUnavailable"))),
          "s3-keeps-checkpoints-in-silence", puts(FLINKS_OWN, new Fault.Unanswered()),
          "s3-refuses-reads",
              new Wrong(
                  request -> request.method().equals("GET"),
                  new Fault.Refused(503, s3("ServiceUnavailable"))));

  private static final Map<String, Wrong> CATALOG =
      Map.of(
          "catalog-refuses-commits", commits(new Fault.Refused(503, rest(503))),
          "catalog-fails-before-commits", commits(new Fault.Refused(500, rest(500))),
          "catalog-commits-in-silence", commits(new Fault.Unanswered()),
          "catalog-commits-and-fails", commits(new Fault.Misreported(504, rest(504))),
          "catalog-speaks-of-conflicts", commits(new Fault.Refused(409, rest(409))),
          "catalog-commits-and-conflicts", commits(new Fault.Misreported(409, rest(409))),
          "catalog-is-late", commits(new Fault.Delayed(LATER)),
          "catalog-refuses-loads",
              new Wrong(
                  request -> request.method().equals("GET"), new Fault.Refused(503, rest(503))));

  private final ChaosPlatform platform;

  AnswerStrikes(ChaosPlatform platform) {
    this.platform = platform;
  }

  /** Which requests meet what. */
  private record Wrong(Predicate<Request> requests, Fault fault) {}

  private static Wrong puts(String file, Fault fault) {
    return new Wrong(
        request -> request.method().equals("PUT") && request.path().contains(file), fault);
  }

  private static Wrong commits(Fault fault) {
    return new Wrong(
        request ->
            request.method().equals("POST")
                && request.path().contains("/tables/")
                && !request.path().endsWith("/metrics"),
        fault);
  }

  private static String s3(String code) {
    return "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>a fault</Message></Error>"
        .formatted(code);
  }

  private static String rest(int status) {
    return "{\"error\": {\"message\": \"a fault\", \"type\": \"Fault\", \"code\": %d}}"
        .formatted(status);
  }

  /** The kinds that are answered here. */
  static Set<String> kinds() {
    Set<String> kinds = new HashSet<>(STORE.keySet());
    kinds.addAll(CATALOG.keySet());

    return kinds;
  }

  @Override
  public void strike(ScheduledFault fault) throws Exception {
    String kind = fault.kind().name();
    boolean isStore = STORE.containsKey(kind);
    Wrong wrong = isStore ? STORE.get(kind) : CATALOG.get(kind);
    FaultyProxy proxy = isStore ? platform.doors().store() : platform.doors().catalog();
    AtomicBoolean lasts = new AtomicBoolean(true);
    FaultyProxy.Injection injection =
        proxy.inject(
            request -> lasts.get() && wrong.requests().test(request),
            wrong.fault(),
            Integer.MAX_VALUE);
    try {
      Thread.sleep(fault.lasting().toMillis());
    } finally {
      lasts.set(false);
      injection.drop();
    }
    platform.heal();
    CannotStrike.unlessMet(injection.met(), fault.lasting());
  }
}

package io.freshet.cli.doctor;

import io.freshet.assurance.alert.AlertSettings;
import io.freshet.cli.doctor.door.Http;
import io.freshet.cli.doctor.door.PinnedCertificate;
import io.freshet.core.toolkit.Amounts;
import io.freshet.core.toolkit.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether the console runs and measures, and tells somebody; over TLS where it speaks that. */
record ConsoleChecks(Installation installation) {
  private static final int OK = 200;
  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");
  private static final String NOBODY_IS_TOLD =
      "set alerts.webhook, or have Prometheus tell by the rules of ./freshet contract alerts";
  private static final Duration RENEWED_BY_THEN = Duration.ofDays(14);

  List<Check> checks() {
    return List.of(
        new Check(
            "console",
            Installation.withProfile(),
            installation.startOr("console.port"),
            this::console),
        new Check("alerts", Installation.withProfile(), NOBODY_IS_TOLD, this::alerts));
  }

  private Finding alerts() {
    return isNamed()
        ? alerts(AlertSettings.from(installation.settings()), installation.workspace().isEmbedded())
        : Finding.skipped("neither console.host nor console.port is set");
  }

  /**
   * @param isToLookAt whether this is a platform on one machine, whose owner looks at its console
   */
  static Finding alerts(AlertSettings alerts, boolean isToLookAt) {
    if (alerts.webhook().isPresent()) {
      return Finding.ok("alerts.webhook is told of what is late");
    }
    String seen = "alerts.webhook is not set: what is late stands on the console's /alerts alone";

    return isToLookAt ? Finding.skipped(seen) : Finding.warning(seen, NOBODY_IS_TOLD);
  }

  private boolean isNamed() {
    Settings settings = installation.settings();

    return settings.optionalText("console.host").isPresent()
        || settings.optionalText("console.port").isPresent();
  }

  private Finding console() throws Exception {
    Settings settings = installation.settings();
    if (!isNamed()) {
      return Finding.skipped("neither console.host nor console.port is set");
    }
    Optional<Path> certificate = settings.optionalText("console.tls.certificate").map(Path::of);
    String address =
        address(
            certificate.isPresent() ? "https" : "http",
            settings.text("console.host", "127.0.0.1"),
            settings.integer("console.port", 8989));
    Http http = new Http(installation.patience());
    if (certificate.filter(Files::isReadable).isPresent()) {
      PinnedCertificate pinned = PinnedCertificate.of(certificate.get());
      Duration left =
          Duration.between(Instant.now(), pinned.certificate().getNotAfter().toInstant());
      Finding answers = console(address, http.trusting(pinned.context()));

      return answers.holds() ? certificate(certificate.get(), left, answers) : answers;
    }

    return console(address, http);
  }

  /** One that listens on each address of its machine is asked at the one of our own. */
  static String address(String scheme, String host, int port) {
    return "%s://%s:%d".formatted(scheme, isEverywhere(host) ? "127.0.0.1" : host, port);
  }

  static boolean isEverywhere(String host) {
    return EVERYWHERE.contains(host);
  }

  private Finding console(String address, Http http) throws Exception {
    Http.Answer health = http.get(address + "/health");
    if (health.status() != OK) {
      return ServiceChecks.answered(
          address + "/health", health, installation.startOr("console.port"));
    }

    return console(address, http.get(address + "/metrics").body());
  }

  static Finding console(String address, String metrics) {
    if (metrics.lines().anyMatch("freshet_console_trouble 1.0"::equals)) {
      return Finding.failed(
          address + " runs and can't measure: it tells and exports what it knew before",
          "see what else failed here; the page says why");
    }
    String lost = "freshet_console_webhook_alerts_total{outcome=\"lost\"} ";
    boolean isLossy =
        metrics.lines().anyMatch(line -> line.startsWith(lost) && !line.equals(lost + "0.0"));

    return isLossy
        ? Finding.warning(
            address + " measures, and its webhook has not taken each alert",
            "%s/alerts says why; correct alerts.webhook, or mend who listens there"
                .formatted(address))
        : Finding.ok(address + " measures");
  }

  /**
   * @param left until it is good no more
   * @param otherwise what is to be said while that is long
   */
  static Finding certificate(Path file, Duration left, Finding otherwise) {
    if (left.isNegative()) {
      return Finding.failed(
          "the certificate in %s is good no more since %s"
              .formatted(file, Amounts.age(left.negated())),
          "put a new one into the file; its door takes it within ten seconds");
    }

    return left.compareTo(RENEWED_BY_THEN) < 0
        ? Finding.warning(
            "the certificate in %s is good for %s more".formatted(file, Amounts.age(left)),
            "put a new one into the file; its door takes it within ten seconds")
        : otherwise;
  }
}

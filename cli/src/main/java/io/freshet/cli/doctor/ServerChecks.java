package io.freshet.cli.doctor;

import io.freshet.cli.doctor.door.Http;
import io.freshet.cli.doctor.door.PinnedCertificate;
import io.freshet.core.toolkit.Settings;
import io.freshet.deploy.platform.ServerKind;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether the servers that the profile names answer, and how long their certificates are good. */
record ServerChecks(Installation installation) {
  /** They have checks of their own. */
  private static final Set<ServerKind> APART = Set.of(ServerKind.CATALOG, ServerKind.CONSOLE);

  private static final String REMEDY =
      "start it, or correct where the profile says that it listens; docs/runbooks/README.md";

  List<Check> checks() {
    return List.of(new Check("servers", Installation.withProfile(), REMEDY, this::look));
  }

  private Finding look() throws Exception {
    if (installation.workspace().isEmbedded()) {
      return Finding.skipped("the parts of an embedded platform say whether they answer");
    }
    Map<String, Finding> servers = new LinkedHashMap<>();
    for (ServerKind kind : ServerKind.values()) {
      if (!APART.contains(kind)) {
        servers.put(kind.label(), look(kind));
      }
    }

    return servers(servers);
  }

  private Finding look(ServerKind kind) throws Exception {
    Settings settings = installation.settings();
    Optional<String> host = settings.optionalText(kind.label() + ".host");
    if (host.isEmpty() && settings.optionalText(kind.label() + ".port").isEmpty()) {
      return Finding.skipped("it is not named");
    }
    Optional<Path> certificate =
        settings
            .optionalText(kind.label() + ".tls.certificate")
            .map(Path::of)
            .filter(Files::isReadable);
    String address =
        ConsoleChecks.address(
            settings.optionalText(kind.label() + ".tls.certificate").isPresent() ? "https" : "http",
            host.orElse("127.0.0.1"),
            settings.integer(kind.label() + ".port", kind.port()));
    Http http = new Http(installation.patience());
    try {
      if (certificate.isEmpty()) {
        return health(address, http);
      }
      PinnedCertificate pinned = PinnedCertificate.of(certificate.get());
      Finding answers = health(address, http.trusting(pinned.context()));

      return answers.holds()
          ? ConsoleChecks.certificate(
              certificate.get(),
              Duration.between(Instant.now(), pinned.certificate().getNotAfter().toInstant()),
              answers)
          : answers;
    } catch (ConnectException e) {
      // A profile for many machines: on which of them it runs is not said.
      return host.filter(ConsoleChecks::isEverywhere).isPresent()
          ? Finding.skipped("it does not run on this machine")
          : Finding.failed("nothing listens at " + address, REMEDY);
    } catch (IOException e) {
      return Finding.failed("%s does not answer: %s".formatted(address, e), REMEDY);
    }
  }

  private static Finding health(String address, Http http) throws Exception {
    return ServiceChecks.answered(address + "/health", http.get(address + "/health"), REMEDY);
  }

  /**
   * @param servers what is to be said of each, by its name
   */
  static Finding servers(Map<String, Finding> servers) {
    for (Finding.State bad : List.of(Finding.State.FAILED, Finding.State.WARNING)) {
      List<String> told =
          servers.entrySet().stream()
              .filter(server -> server.getValue().state() == bad)
              .map(server -> "%s: %s".formatted(server.getKey(), server.getValue().seen()))
              .toList();
      if (!told.isEmpty()) {
        String remedy =
            servers.values().stream()
                .filter(finding -> finding.state() == bad)
                .map(Finding::remedy)
                .findFirst()
                .orElse(REMEDY);

        return new Finding(bad, ContractChecks.some(told), remedy);
      }
    }
    List<String> well =
        servers.entrySet().stream()
            .filter(server -> server.getValue().holds())
            .map(Map.Entry::getKey)
            .toList();

    return well.isEmpty()
        ? Finding.skipped(
            "none of %s is said to listen here"
                .formatted(
                    String.join(
                        ", ",
                        Arrays.stream(ServerKind.values())
                            .filter(kind -> !APART.contains(kind))
                            .map(ServerKind::label)
                            .toList())))
        : Finding.ok("%s answer".formatted(String.join(", ", well)));
  }
}

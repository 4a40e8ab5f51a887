package io.freshet.cli.doctor;

import io.freshet.cli.Workspace;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is examined. Settings are read anew by each check, as one reading of them is not for several
 * threads.
 *
 * @param limit how long a check may take; what a client can be told, it is told less
 */
record Installation(Workspace workspace, Duration limit) {
  /** What other checks need. */
  static final String PROFILE = "profile";

  static final String SETTINGS = "settings";
  static final String CONTRACTS = "contracts";
  static final String KAFKA = "kafka";
  static final String REGISTRY = "registry";
  static final String CATALOG = "catalog";
  static final String STORE = "store";

  private static final String START = "./freshet up";
  private static final String STATUS = "./freshet status";

  Settings settings() {
    return workspace.settingsAsWritten();
  }

  Contracts contracts() {
    return workspace.contracts();
  }

  Path profile() {
    return workspace.profileFile();
  }

  /** Less than the whole limit, so that a client's own words come before ours. */
  Duration patience() {
    return limit.multipliedBy(2).dividedBy(3);
  }

  /** What to do when a service does not answer. */
  String startOr(String setting) {
    return workspace.isEmbedded()
        ? START
        : "start it, or correct %s in %s".formatted(setting, workspace.profileFile());
  }

  /** What to do when something runs and does not do its work. */
  String look(String page) {
    return workspace.isEmbedded()
        ? "%s; docs/runbooks/%s.md".formatted(STATUS, page)
        : "docs/runbooks/%s.md".formatted(page);
  }

  /** A check that needs the profile, and more; it tells itself which setting it lacks. */
  static List<String> withProfile(String... needs) {
    return Stream.concat(Stream.of(PROFILE), Stream.of(needs)).toList();
  }
}

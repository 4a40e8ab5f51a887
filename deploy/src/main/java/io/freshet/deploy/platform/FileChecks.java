package io.freshet.deploy.platform;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.deploy.company.CompanyValues;
import io.freshet.deploy.company.Mount;
import io.freshet.deploy.company.PostgresUrl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether mounts are such that pods can have them, and every process finds the files that its
 * settings name: it would not start without, and only the cluster would show it.
 */
final class FileChecks {
  /** Of keys whose values are files or folders, whatever they are. */
  private static final List<String> FILES =
      List.of(
          "-file",
          ".truststore",
          ".keystore",
          ".certificate",
          "tls.key",
          "tls.ca",
          ".maps",
          ".datasets");

  /** Which pods have without a mount of the company's. */
  private static final List<String> OURS =
      List.of(Surroundings.CONTRACTS, Surroundings.RECEIPTS, Surroundings.ACCOUNTS, "/tmp");

  private static final int NAMED = 5;

  private final CompanyValues values;
  private final List<Workload> workloads;
  private final List<String> problems = new ArrayList<>();

  private FileChecks(CompanyValues values, List<Workload> workloads) {
    this.values = values;
    this.workloads = workloads;
  }

  /**
   * @throws FreshetException with a line for each problem
   */
  static void refuse(CompanyValues values, List<Workload> workloads) {
    FileChecks checks = new FileChecks(values, workloads);
    checks.names();
    workloads.forEach(checks::paths);
    values.settings().forEach(checks::setting);
    values.trustStore().ifPresent(checks::trustStore);
    if (!checks.problems.isEmpty()) {
      throw new FreshetException(Fault.CALLER, String.join("\n", checks.problems));
    }
  }

  private void names() {
    Set<String> seen = new HashSet<>();
    for (Mount mount : values.mounts()) {
      for (String word : mount.processes()) {
        Workload.requireKnown("mounts.%s.processes".formatted(mount.name()), word, workloads);
      }
      if (!seen.add(mount.name())) {
        problem("mounts has two of the name %s; give one of them another".formatted(mount.name()));
      }
    }
  }

  private void paths(Workload workload) {
    List<Mount> mounts = Mounts.of(workload, values);
    for (int i = 0; i < mounts.size(); i++) {
      for (Mount other : mounts.subList(i + 1, mounts.size())) {
        if (mounts.get(i).overlaps(other)) {
          problem(
              ("mounts.%s and mounts.%s would lie at %s and %s, one over the other; give one"
                      + " another path")
                  .formatted(
                      mounts.get(i).name(), other.name(), mounts.get(i).path(), other.path()));
        }
      }
    }
  }

  private void setting(String key, String value) {
    if (value.startsWith(PostgresUrl.PREFIX)) {
      postgres(key, new PostgresUrl(value));

      return;
    }
    boolean isFile = value.startsWith("/") || FILES.stream().anyMatch(key::endsWith);
    if (isFile && OURS.stream().noneMatch(Path.of(value).normalize()::startsWith)) {
      found("settings." + key, value, readers(key));
    }
  }

  /** A driver that is told nothing asks for TLS and does without, and believes any server. */
  private void postgres(String key, PostgresUrl url) {
    if (!url.saysWhetherByTls()) {
      problem(
          ("settings.%s does not say whether it asks for TLS; add sslmode=verify-full&sslrootcert="
                  + " and a file, or sslmode=disable where a mesh encrypts")
              .formatted(key));
    }
    url.files()
        .forEach(
            (name, file) -> found("%s of settings.%s".formatted(name, key), file, readers(key)));
  }

  private List<Workload> readers(String key) {
    return workloads.stream().filter(workload -> workload.reads(key)).toList();
  }

  /** JVMs without a profile are those of engines. */
  private void trustStore(String file) {
    found(
        "trust-store",
        file,
        workloads.stream().filter(each -> each.kind() != Workload.Kind.SERVERS).toList());
  }

  private void found(String key, String file, List<Workload> readers) {
    List<String> lacking =
        readers.stream()
            .filter(reader -> !isIn(Mounts.of(reader, values), file))
            .map(Workload::name)
            .toList();
    if (!lacking.isEmpty() || (readers.isEmpty() && !isIn(values.mounts(), file))) {
      problem(
          ("%s is %s, which is mounted nowhere in %s; it must lie below the path of one of mounts,"
                  + " such as %s/NAME, that is theirs")
              .formatted(key, file, some(lacking), Mount.ROOT));
    }
  }

  private static boolean isIn(List<Mount> mounts, String file) {
    return mounts.stream().anyMatch(mount -> mount.holds(file));
  }

  /** By name as many as one reads; an installation may have hundreds. */
  private static String some(List<String> names) {
    if (names.isEmpty()) {
      return "any process";
    }
    int more = names.size() - NAMED;

    return more <= 0
        ? String.join(", ", names)
        : "%s and %d more".formatted(String.join(", ", names.subList(0, NAMED)), more);
  }

  private void problem(String text) {
    if (!problems.contains(text)) {
      problems.add(text);
    }
  }
}

package io.freshet.cli;

import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.Modules;
import io.freshet.local.Platform;
import io.freshet.local.StateFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.catalog.Catalog;
import picocli.CommandLine.Option;

/**
 * Which installation a command talks to: the profile that is named, or the embedded platform of
 * this project.
 */
public final class Workspace {
  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description = "Settings to use; default: those of the embedded platform that is up")
  private Path profile;

  private final Map<String, String> environment;
  private Optional<StateFolder> folder = Optional.empty();

  public Workspace() {
    this(System.getenv());
  }

  Workspace(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The embedded platform of another folder, whatever the environment names. */
  public static Workspace of(StateFolder folder) {
    Workspace workspace = new Workspace();
    workspace.folder = Optional.of(folder);
    workspace.profile = folder.profile();

    return workspace;
  }

  /**
   * The embedded platform of another folder, by settings that are not quite its own.
   *
   * @param profile instead of the folder's
   */
  public static Workspace of(StateFolder folder, Path profile) {
    Workspace workspace = of(folder);
    workspace.profile = profile;

    return workspace;
  }

  /**
   * Refuses an environment that names servers: it would win over the settings of a platform that a
   * command makes for itself, and what the command then breaks would be somebody's.
   */
  public static void requireOwnServers() {
    List<String> named = Variables.ofServers(System.getenv());
    if (!named.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "%s would win over the settings of a platform that is made to be broken; unset it first"
              .formatted(String.join(", ", named)));
    }
  }

  public Modules modules() {
    return Modules.around(Path.of(""), environment);
  }

  public StateFolder state() {
    return folder.orElseGet(() -> StateFolder.of(environment, modules().project()));
  }

  public Platform platform() {
    return Platform.in(state());
  }

  public Settings settings() {
    return read(installation());
  }

  /** The settings of the profile, also while nothing of the installation runs. */
  public Settings settingsAsWritten() {
    return read(profileFile());
  }

  /**
   * The profile of an installation that can be asked.
   *
   * @throws FreshetException when it is the embedded platform, and that is down
   */
  public Path installation() {
    Path chosen = profileFile();
    if (!Files.exists(chosen)) {
      throw new FreshetException(
          Fault.CALLER,
          "There are no settings at %s; start the embedded platform with ./freshet up, or name a"
                  .formatted(chosen)
              + " profile with --profile");
    }

    if (!canBeAsked()) {
      throw new FreshetException(
          Fault.CALLER, "The embedded platform is down; start it with ./freshet up");
    }

    return chosen;
  }

  /** Whether there is an installation; the embedded platform is one only while it is up. */
  public boolean canBeAsked() {
    return Files.exists(profileFile()) && (!isEmbedded() || platform().isUp());
  }

  /** Whether it is the embedded platform of this project that is talked to. */
  public boolean isEmbedded() {
    return profile == null && environment.get("FRESHET_PROFILE") == null;
  }

  private Settings read(Path chosen) {
    return Settings.forProcess(chosen, environment);
  }

  public Path profileFile() {
    if (profile != null) {
      return profile;
    }
    String named = environment.get("FRESHET_PROFILE");

    return named == null ? state().profile() : Path.of(named);
  }

  /** The contracts of the settings, or of the project when nothing is up. */
  public Path contractsFolder() {
    return Files.exists(profileFile())
        ? Path.of(read(profileFile()).text("contracts.path"))
        : modules().project().resolve("contracts");
  }

  /** Where proofs are kept, and what maintenance has done. */
  public Path receipts() {
    Path beside = profileFile().toAbsolutePath().resolveSibling("receipts");

    return Path.of(read(profileFile()).text("receipts.path", beside.toString()));
  }

  public Contracts contracts() {
    return Contracts.read(contractsFolder());
  }

  public Catalog catalog() {
    return LakeCatalog.open(LakeSettings.from(settings()));
  }

  public KafkaSettings kafka() {
    return KafkaSettings.from(settings());
  }
}

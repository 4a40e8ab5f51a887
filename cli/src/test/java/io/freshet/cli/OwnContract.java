package io.freshet.cli;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A shipped contract under a name that no other test uses, in a folder of its own, and a profile of
 * the embedded platform that names that folder.
 */
public final class OwnContract {
  private final String name;
  private final Path contracts;
  private final Path profile;

  private OwnContract(String name, Path contracts, Path profile) {
    this.name = name;
    this.contracts = contracts;
    this.profile = profile;
  }

  public static OwnContract of(String shipped, EmbeddedPlatform platform, Path folder) {
    String name = platform.uniqueName(shipped);
    try {
      Path contracts = Files.createDirectories(folder.resolve("contracts"));
      String text = Files.readString(Path.of("../contracts", shipped + ".yaml"));
      Files.writeString(
          contracts.resolve(name + ".yaml"),
          text.replaceAll("(?m)^(id|name|  - name): %s$".formatted(shipped), "$1: " + name));
      Path profile = folder.resolve("profile.yaml");
      Files.writeString(
          profile,
          Files.readString(platform.profile())
              .replaceAll("(?m)^contracts\\.path:.*$", "contracts.path: " + contracts));

      return new OwnContract(name, contracts, profile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String name() {
    return name;
  }

  public Contract contract() {
    return all().require(name);
  }

  public Contracts all() {
    return Contracts.read(contracts);
  }

  /** A command on the platform that knows this contract alone. */
  public CommandRun run(String... words) {
    return CommandRun.of(words).with("--profile", profile.toString()).run();
  }
}

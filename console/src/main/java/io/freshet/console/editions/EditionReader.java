package io.freshet.console.editions;

import io.freshet.assurance.change.ContractChange;
import io.freshet.assurance.change.ContractDiff;
import io.freshet.assurance.change.GitFolder;
import io.freshet.console.editions.Editions.Edition;
import io.freshet.console.editions.Editions.Source;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractException;
import io.freshet.core.contract.ContractTexts;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.toolkit.FreshetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Reads what a contract was: by git where its folder is under git, else by the registry. Of many
 * versions the newest. Thread-safe.
 */
public final class EditionReader {
  private static final int MOST = 20;

  private final Path folder;
  private final HttpSchemaRegistry registry;

  /** A version whose readers are not compared with yet. */
  private record Raw(String name, Optional<Instant> at, String about, String text) {}

  /**
   * @param folder of the contracts
   */
  public EditionReader(Path folder, HttpSchemaRegistry registry) {
    this.folder = folder;
    this.registry = registry;
  }

  /**
   * Its versions.
   *
   * @param current as the folder has it now
   * @throws FreshetException when neither git nor a registry can be asked
   */
  public Editions read(Contract contract, String current) {
    String file = contract.name() + ".yaml";
    GitFolder git = new GitFolder(folder);

    return Files.exists(folder.resolve(file)) && git.knows(file)
        ? byGit(git, file, current)
        : byRegistry(contract);
  }

  private static Editions byGit(GitFolder git, String file, String current) {
    List<GitFolder.Commit> commits = git.commits(file, MOST + 1);
    List<Raw> raws = new ArrayList<>();
    for (GitFolder.Commit commit : commits) {
      git.text(commit, file)
          .ifPresent(
              text ->
                  raws.add(
                      new Raw(commit.shortId(), Optional.of(commit.at()), commit.subject(), text)));
    }
    if (!raws.isEmpty() && !raws.get(0).text().equals(current)) {
      raws.add(0, new Raw("not committed", Optional.empty(), "as the folder has it now", current));
    }
    String name = file.replaceFirst("\\.yaml$", "");
    List<Edition> editions = new ArrayList<>();
    for (int i = 0; i < Math.min(MOST, raws.size()); i++) {
      editions.add(
          edition(
              name,
              raws.get(i),
              i + 1 < raws.size() ? Optional.of(raws.get(i + 1).text()) : Optional.empty()));
    }

    return new Editions(Source.GIT, editions, raws.size() <= MOST);
  }

  static Edition edition(String contract, Raw raw, Optional<String> before) {
    try {
      Contract now = ContractTexts.parse(contract, raw.text());
      List<ContractChange> changes =
          before
              .map(text -> ContractDiff.between(ContractTexts.parse(contract, text), now))
              .orElse(List.of());

      return edition(raw, now.version(), before, changes, "");
    } catch (ContractException broken) {
      // It was written for another version of the platform, or was never right.
      return edition(
          raw, "", before, List.of(), broken.getMessage().lines().findFirst().orElse("broken"));
    }
  }

  private static Edition edition(
      Raw raw,
      String version,
      Optional<String> before,
      List<ContractChange> changes,
      String unread) {
    return new Edition(
        raw.name(),
        version,
        raw.at(),
        raw.about(),
        before.map(text -> TextChange.between(text, raw.text())),
        changes,
        unread);
  }

  private Editions byRegistry(Contract contract) {
    if (contract.stream().isEmpty()) {
      return new Editions(Source.REGISTRY, List.of(), true);
    }
    String subject = Streams.topic(contract) + "-value";
    List<Integer> versions = registry.versions(subject);
    List<Edition> editions = new ArrayList<>();
    Optional<Schema> before = Optional.empty();
    for (int version : versions.subList(Math.max(0, versions.size() - MOST - 1), versions.size())) {
      Optional<Schema> schema = registry.schema(subject, version);
      if (schema.isPresent()) {
        editions.add(0, edition(contract, version, schema.get(), before));
        before = schema;
      }
    }

    return new Editions(
        Source.REGISTRY,
        editions.subList(0, Math.min(MOST, editions.size())),
        versions.size() <= MOST);
  }

  static Edition edition(Contract contract, int version, Schema now, Optional<Schema> before) {
    List<ContractChange> changes = new ArrayList<>();
    before
        .flatMap(old -> EventDecoder.obstacle(now, old))
        .ifPresent(
            why ->
                changes.add(
                    ContractChange.breaking(
                        contract.name(),
                        Optional.empty(),
                        "readers of the schema before can’t read it",
                        why,
                        ContractChange.Impact.STREAM_READERS)));
    before
        .flatMap(old -> EventDecoder.obstacle(old, now))
        .ifPresent(
            why ->
                changes.add(
                    ContractChange.breaking(
                        contract.name(),
                        Optional.empty(),
                        "its readers can’t read what was written before",
                        why,
                        ContractChange.Impact.STREAM_READERS)));

    return new Edition(
        "version " + version,
        "",
        Optional.empty(),
        "",
        before.map(old -> TextChange.between(old.toString(true), now.toString(true))),
        changes,
        "");
  }
}

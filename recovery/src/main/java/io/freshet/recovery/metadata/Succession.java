package io.freshet.recovery.metadata;

import io.freshet.recovery.metadata.Description.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Puts the metadata files of one folder in the order in which they follow upon each other, by what
 * each says of those before it. Names only tell where to begin, so that of a table's hundred files
 * two are read.
 */
public final class Succession {
  private final Map<String, MetadataFile> files;
  private final Function<String, Description> reader;
  private final List<Chain> chains = new ArrayList<>();

  /**
   * @param forkedFrom the chain that it shares its beginning with, if any
   */
  private record Chain(Description head, Set<String> members, Optional<Fork> forkedFrom) {}

  /**
   * @param at the newest file that both share
   */
  private record Fork(Chain chain, String at) {}

  private Succession(List<MetadataFile> files, Function<String, Description> reader) {
    this.files = new HashMap<>();
    files.forEach(file -> this.files.put(file.location(), file));
    this.reader = reader;
  }

  /**
   * Which of a folder's files is the newest.
   *
   * @param files at least one
   * @param known one that was committed for certain, as a backup or a catalog says
   */
  public static Newest of(
      List<MetadataFile> files, Optional<String> known, Function<String, Description> reader) {
    Succession succession = new Succession(files, reader);
    List<MetadataFile> fromTheEnd =
        files.stream()
            .sorted(
                Comparator.comparingLong((MetadataFile file) -> file.number())
                    .thenComparing(MetadataFile::modified)
                    .thenComparing(MetadataFile::location)
                    .reversed())
            .toList();
    Description first = reader.apply(fromTheEnd.get(0).location());
    if (first.kind() == Kind.VIEW) {
      return newestView(first, fromTheEnd, reader);
    }
    fromTheEnd.stream()
        .map(MetadataFile::location)
        .filter(location -> !succession.isPlaced(location))
        .forEach(succession::follow);

    return succession.newest(known);
  }

  /**
   * A view's files name none before them: of two with the same number nobody knows, nor of two
   * views of which one was made in the folder of the other.
   */
  private static Newest newestView(
      Description first, List<MetadataFile> fromTheEnd, Function<String, Description> reader) {
    Map<String, Description> newestByUuid = new LinkedHashMap<>();
    for (MetadataFile file : fromTheEnd) {
      Description read = reader.apply(file.location());
      newestByUuid.putIfAbsent(read.uuid(), read);
    }
    if (newestByUuid.size() > 1) {
      return new Newest.Undecided(
          List.copyOf(newestByUuid.values()), "two views share the folder: their uuids differ");
    }
    List<Description> equals =
        fromTheEnd.stream()
            .filter(file -> file.number() == fromTheEnd.get(0).number())
            .map(file -> reader.apply(file.location()))
            .toList();

    return equals.size() == 1
        ? new Newest.Found(
            first,
            fromTheEnd.stream().map(MetadataFile::location).collect(Collectors.toSet()),
            List.of())
        : new Newest.Undecided(equals, "two versions of a view have the same number");
  }

  private boolean isPlaced(String location) {
    return chains.stream().anyMatch(chain -> chain.members().contains(location));
  }

  private void follow(String location) {
    Description head = reader.apply(location);
    Set<String> members = new LinkedHashSet<>(List.of(location));
    Description read = head;
    while (!read.previous().isEmpty()) {
      for (int index = read.previous().size() - 1; index >= 0; index--) {
        String before = read.previous().get(index);
        Optional<Chain> shared =
            chains.stream().filter(chain -> chain.members().contains(before)).findFirst();
        if (shared.isPresent()) {
          join(head, members, new Fork(shared.get(), before));

          return;
        }
        members.add(before);
      }
      String oldest = read.previous().get(0);
      if (!files.containsKey(oldest)) {
        break;
      }
      read = reader.apply(oldest);
    }
    chains.add(new Chain(head, members, Optional.empty()));
  }

  private void join(Description head, Set<String> members, Fork fork) {
    Chain other = fork.chain();
    if (other.head().location().equals(fork.at())) { // it goes on where the other ends
      Set<String> all = new LinkedHashSet<>(members);
      all.addAll(other.members());
      chains.set(chains.indexOf(other), new Chain(head, all, other.forkedFrom()));
    } else {
      chains.add(new Chain(head, members, Optional.of(fork)));
    }
  }

  private Newest newest(Optional<String> known) {
    Chain main = chains.get(0);
    List<String> lost = new ArrayList<>();
    for (Chain other : chains.subList(1, chains.size())) {
      if (!other.head().uuid().equals(main.head().uuid())) {
        return undecided("two tables share the folder: their uuids differ");
      }
      if (other.forkedFrom().isEmpty()) {
        if (!isOlderThanAll(other, main)) {
          return undecided("two histories have nothing in common");
        }
        continue; // what cleaning up has left of a history whose middle is gone
      }
      Fork fork = other.forkedFrom().get();
      Set<String> mainOnly = behind(fork.at(), fork.chain());
      if (fork.chain() != main) {
        return undecided("histories part more than once");
      }
      if (holds(known, mainOnly) || isBuiltUpon(mainOnly) && !isBuiltUpon(other.members())) {
        if (isBuiltUpon(other.members())) {
          return undecided("two histories part after " + fork.at());
        }
        lost.addAll(other.members());
      } else if (!isBuiltUpon(mainOnly)
          && (holds(known, other.members()) || isBuiltUpon(other.members()))) {
        lost.addAll(mainOnly);
        Set<String> all = new LinkedHashSet<>(other.members());
        main.members().stream().filter(file -> !mainOnly.contains(file)).forEach(all::add);
        main = new Chain(other.head(), all, Optional.empty());
      } else {
        return undecided("two histories part after " + fork.at());
      }
    }

    return new Newest.Found(main.head(), main.members(), lost);
  }

  private static boolean holds(Optional<String> known, Set<String> members) {
    return known.filter(members::contains).isPresent();
  }

  /** Only what was committed is ever followed upon. */
  private static boolean isBuiltUpon(Set<String> branch) {
    return branch.size() > 1;
  }

  private static Set<String> behind(String file, Chain chain) {
    Set<String> behind = new LinkedHashSet<>();
    for (String member : chain.members()) { // the newest first
      if (member.equals(file)) {
        break;
      }
      behind.add(member);
    }

    return behind;
  }

  private boolean isOlderThanAll(Chain other, Chain main) {
    long oldest = main.members().stream().mapToLong(MetadataFile::number).min().orElse(0);

    return MetadataFile.number(other.head().location()) < oldest
        && other.head().lastUpdated().isBefore(main.head().lastUpdated());
  }

  private Newest undecided(String reason) {
    return new Newest.Undecided(chains.stream().map(Chain::head).toList(), reason);
  }
}

package io.freshet.recovery.backup;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The backups of one store. */
public final class Backups {
  private final BackupStore store;

  public Backups(BackupStore store) {
    this.store = store;
  }

  public BackupStore store() {
    return store;
  }

  /** Those that are complete, the newest first. */
  public List<Manifest> list() throws IOException {
    List<Manifest> manifests = new ArrayList<>();
    for (String id : complete()) {
      manifests.add(StoredBackup.read(store, id).manifest());
    }

    return manifests;
  }

  /**
   * One that is complete, whatever has become of the others.
   *
   * @param id {@code latest} is the newest
   */
  public StoredBackup require(String id) throws IOException {
    List<String> all = complete();
    String wanted = "latest".equals(id) && !all.isEmpty() ? all.get(0) : id;
    if (!all.contains(wanted)) {
      throw new FreshetException(
          Fault.CALLER,
          "There is no complete backup %s in %s; it has %s"
              .formatted(id, store.address(), all.isEmpty() ? "none" : all));
    }

    return StoredBackup.read(store, wanted);
  }

  /**
   * Lets go of all but the newest complete ones, and of incomplete ones that are older than those;
   * returns which went. A manifest goes first, so that what is left of a backup is none.
   */
  public List<String> keep(int newest) throws IOException {
    List<String> complete = complete();
    if (complete.size() < newest || newest < 1) {
      return List.of();
    }
    String oldestKept = complete.get(newest - 1);
    List<String> gone = new ArrayList<>();
    for (Map.Entry<String, List<String>> each : byId().entrySet()) {
      if (each.getKey().compareTo(oldestKept) < 0) {
        List<String> paths = new ArrayList<>(each.getValue());
        paths.sort(Comparator.comparing(path -> !path.endsWith("/" + Manifest.NAME)));
        for (String path : paths) {
          store.delete(path);
        }
        gone.add(each.getKey());
      }
    }

    return gone;
  }

  /** Ids of those that are, the newest first. */
  private List<String> complete() throws IOException {
    return byId().entrySet().stream()
        .filter(Backups::isComplete)
        .map(Map.Entry::getKey)
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  private static boolean isComplete(Map.Entry<String, List<String>> backup) {
    return backup.getValue().contains(backup.getKey() + "/" + Manifest.NAME);
  }

  /** Only what looks like ours: the store may hold other things. */
  private Map<String, List<String>> byId() throws IOException {
    Map<String, List<String>> byId = new LinkedHashMap<>();
    for (String path : store.list()) {
      int slash = path.indexOf('/');
      if (slash > 0
          && path.substring(0, slash).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\d")) {
        byId.computeIfAbsent(path.substring(0, slash), key -> new ArrayList<>()).add(path);
      }
    }

    return byId;
  }
}

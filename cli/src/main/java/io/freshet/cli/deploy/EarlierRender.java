package io.freshet.cli.deploy;

import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.deploy.company.SqlApplication;
import io.freshet.deploy.manifest.Manifests;
import io.freshet.local.fetch.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was rendered before, and with it what it was made of.
 *
 * @param resources by the paths of their files
 */
record EarlierRender(Map<String, Map<String, Object>> resources) {
  /** One whose folder is empty or not there has nothing. */
  static EarlierRender read(Path folder) {
    return new EarlierRender(Manifests.read(folder));
  }

  /** Its contracts: it holds their files. */
  Contracts contracts() throws IOException {
    Map<String, String> files = new TreeMap<>();
    resources.forEach(
        (path, resource) -> {
          if (path.startsWith("contracts/") && resource.get("data") instanceof Map<?, ?> data) {
            data.forEach((name, text) -> files.put(name.toString(), text.toString()));
          }
        });

    // Nothing was rendered before: no folder of contracts may be empty, but this one may.
    return files.isEmpty() ? Contracts.of(List.of()) : read(files);
  }

  private static Contracts read(Map<String, String> files) throws IOException {
    Path folder = Files.createTempDirectory("freshet-contracts-");
    try {
      for (Map.Entry<String, String> file : files.entrySet()) {
        Files.writeString(folder.resolve(Path.of(file.getKey()).getFileName()), file.getValue());
      }

      return Contracts.read(folder);
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER, "Cannot read the earlier contracts: " + e.getMessage(), e);
    } finally {
      FileTree.delete(folder);
    }
  }

  /** Flink's plans of its SQL applications, by their names. */
  Map<String, String> plans() {
    Map<String, String> plans = new TreeMap<>();
    for (Map<String, Object> resource : resources.values()) {
      if (resource.get("data") instanceof Map<?, ?> data
          && data.get("plan.json") instanceof String plan
          && resource.get("metadata") instanceof Map<?, ?> metadata
          && metadata.get("labels") instanceof Map<?, ?> labels
          && labels.get("app.kubernetes.io/component") instanceof String component) {
        SqlApplication.ofComponent(component).ifPresent(name -> plans.put(name, plan));
      }
    }

    return plans;
  }
}

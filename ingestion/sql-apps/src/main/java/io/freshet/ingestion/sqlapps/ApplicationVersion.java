package io.freshet.ingestion.sqlapps;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Sha256;
import io.freshet.ingestion.sqlapps.application.Application;
import io.freshet.ingestion.sqlapps.application.ApplicationFile;
import io.freshet.ingestion.sqlapps.application.KnownContracts;
import io.freshet.ingestion.sqlapps.application.SinkTable;
import io.freshet.ingestion.sqlapps.application.SourceStream;
import io.freshet.ingestion.sqlapps.plan.OperatorPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that a cluster needs of one version of an application, as files: the application, its plan
 * and the contracts of its streams. Whoever edits the sources changes nothing that runs.
 *
 * @param files texts by their names
 */
record ApplicationVersion(Map<String, String> files) {
  static final String APPLICATION = "application.yaml";
  static final String PLAN = "plan.json";
  private static final String SUFFIX = ".yaml";
  private static final int ID_BYTES = 6;

  ApplicationVersion {
    files = new TreeMap<>(files);
  }

  static ApplicationVersion of(ApplicationFile file, KnownContracts contracts, OperatorPlan plan) {
    Application application = file.application().orElseThrow();
    TreeSet<String> streams = new TreeSet<>();
    application.sources().stream().map(SourceStream::stream).forEach(streams::add);
    application.sinks().stream()
        .filter(sink -> sink instanceof SinkTable.Stream)
        .map(SinkTable::table)
        .forEach(streams::add);
    Map<String, String> files = new TreeMap<>();
    files.put(APPLICATION, file.text());
    files.put(PLAN, plan.json());
    streams.forEach(stream -> files.put(stream + SUFFIX, contracts.text(stream)));

    return new ApplicationVersion(files);
  }

  /** Another one where any file is another one. */
  String id() {
    MessageDigest digest = Sha256.begin();
    files.forEach(
        (name, text) -> {
          digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
          digest.update(text.getBytes(StandardCharsets.UTF_8));
        });

    return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
  }

  void write(Path folder) throws IOException {
    Path contracts = folder.resolve(KnownContracts.FOLDER);
    Files.createDirectories(contracts);
    for (Map.Entry<String, String> file : files.entrySet()) {
      boolean isContract = !file.getKey().equals(APPLICATION) && !file.getKey().equals(PLAN);
      Files.writeString((isContract ? contracts : folder).resolve(file.getKey()), file.getValue());
    }
  }

  /** The plan in a file that {@link #write} has made. */
  static OperatorPlan plan(Path file) {
    try {
      return OperatorPlan.of(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new FreshetException(Fault.CALLER, "There is no plan %s".formatted(file), e);
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot read the plan %s: %s".formatted(file, e), e);
    }
  }
}

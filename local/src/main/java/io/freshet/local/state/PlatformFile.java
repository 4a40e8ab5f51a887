package io.freshet.local.state;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.PrivateFiles;
import io.freshet.local.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Keeps {@code platform.json}. Each change is on disk before the method returns and replaces the
 * file as a whole, so a reader or a killed launcher never sees half of it. Safe for threads;
 * launchers exclude each other with {@link StateLock}.
 */
public final class PlatformFile {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new InstantModule())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final StateFolder folder;

  public PlatformFile(StateFolder folder) {
    this.folder = folder;
  }

  public synchronized PlatformState read() {
    Path file = folder.platformFile();
    if (!Files.exists(file)) {
      return PlatformState.empty();
    }
    try {
      return JSON.readValue(file.toFile(), PlatformState.class);
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER,
          "Cannot read %s: %s; stop what runs, then delete the folder %s"
              .formatted(file, e.getMessage(), folder.root()),
          e);
    }
  }

  public synchronized PlatformState change(UnaryOperator<PlatformState> change) {
    PlatformState changed = change.apply(read());
    try {
      byte[] json = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(changed);
      PrivateFiles.write(folder.platformFile(), json);
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "Cannot write %s: %s".formatted(folder.platformFile(), e.getMessage()),
          e);
    }

    return changed;
  }
}

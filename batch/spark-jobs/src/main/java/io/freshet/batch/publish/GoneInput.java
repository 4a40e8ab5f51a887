package io.freshet.batch.publish;

import io.freshet.core.lake.LakeFailures;
import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import org.apache.iceberg.exceptions.NotFoundException;

/** Whether a failure is one that is met where a file or a snapshot is not there any more. */
final class GoneInput {
  private static final List<Class<? extends Throwable>> TYPES =
      List.of(NotFoundException.class, FileNotFoundException.class, NoSuchFileException.class);

  /**
   * Of a task that failed elsewhere Spark may keep no more than the text; and a snapshot that
   * Iceberg does not find is a wrong argument to it.
   */
  private static final List<String> WORDS =
      List.of("notfoundexception", "nosuchfileexception", "nosuchkey", "snapshot");

  private GoneInput() {}

  static boolean isMetBy(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String told = LakeFailures.reason(cause).toLowerCase(Locale.ROOT);
      if (isOfSuchAType(cause) || WORDS.stream().anyMatch(told::contains)) {
        return true;
      }
    }

    return false;
  }

  private static boolean isOfSuchAType(Throwable cause) {
    return TYPES.stream().anyMatch(type -> type.isInstance(cause));
  }
}

package io.freshet.core.toolkit;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where commands leave their receipts: {@code receipts.path}, or {@code receipts} beside the
 * profile.
 *
 * @param folder made when the first receipt is written
 */
public record ReceiptPlace(Path folder) {
  public static ReceiptPlace of(Settings settings, Path profile) {
    Path beside = profile.toAbsolutePath().resolveSibling("receipts");

    return new ReceiptPlace(
        Path.of(settings.text("receipts.path", beside.toString())).toAbsolutePath());
  }

  /**
   * The folder, for whoever is about to do what leaves a receipt; who only plans needs none.
   *
   * @throws InvalidSettingException where none can be written there, as where the profile is
   *     mounted read-only
   */
  public Path writable() {
    Path there = folder;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      throw new InvalidSettingException(
          "receipts.path",
          folder,
          "a folder that can be written; %s can't, and one beside a read-only profile never can"
              .formatted(there));
    }

    return folder;
  }
}

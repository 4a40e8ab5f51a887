package io.freshet.cli.backup;

import java.util.List;

/**
 * What became of one part.
 *
 * @param detail in a line
 * @param remarks what the user should look at
 * @param ok whether nothing is left to do by hand
 */
record RestoredPart(
    BackupPart part, double seconds, String detail, List<String> remarks, boolean ok) {
  RestoredPart {
    remarks = List.copyOf(remarks);
  }
}

package io.freshet.cli.contract.diff;

import java.util.List;

/**
 * Whom a change hits, the surest first.
 *
 * @param truncated there are more than lineage shows
 */
record FoundReaders(List<Reader> readers, boolean truncated) {
  FoundReaders {
    readers = List.copyOf(readers);
  }
}

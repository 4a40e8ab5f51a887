package io.freshet.cli.contract.draft;

import java.util.List;

/**
 * What a sample or a schema says of events.
 *
 * @param purpose empty where it says nothing
 */
record Draft(String purpose, List<DraftColumn> columns) {
  Draft {
    columns = List.copyOf(columns);
  }
}

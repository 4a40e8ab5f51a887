package io.freshet.console.page;

import io.freshet.console.runbooks.Runbooks.Runbook;

/** What to do, as the runbooks say it. */
public record RunbookPage(Frame frame, Runbook runbook) {
  public static RunbookPage of(Runbook runbook) {
    return new RunbookPage(Frame.still(runbook.title(), Frame.Place.ALERTS), runbook);
  }
}

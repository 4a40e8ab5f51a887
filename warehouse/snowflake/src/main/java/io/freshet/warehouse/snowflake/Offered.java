package io.freshet.warehouse.snowflake;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.TableSettings;

/**
 * Which tables Snowflake is offered: those whose files its documentation says that it reads. Files
 * of deletes by position are among them, those by equality are not.
 */
public final class Offered {
  private Offered() {}

  public static boolean is(Contract contract) {
    return contract
        .table()
        .filter(table -> table.pages() == TableSettings.Pages.V1 && !table.rows().areLatest())
        .isPresent();
  }
}

package io.freshet.cli.contract.diff.sources;

import io.freshet.cli.contract.diff.sql.Carriers;
import io.freshet.cli.contract.diff.sql.Sought;
import java.util.Optional;

/** One of those who may read tables. */
interface Source {
  /** Where it does most surely what is asked for. */
  Optional<Mention> mention(Sought sought, Carriers carriers);
}

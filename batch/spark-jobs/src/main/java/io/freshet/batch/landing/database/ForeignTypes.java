package io.freshet.batch.landing.database;

import io.freshet.core.contract.Field;
import java.util.Optional;

/**
 * What a database makes of its columns' values for a contract, by the types that it knows itself.
 *
 * @param <T> how it is asked for them
 */
public interface ForeignTypes<T> {
  /** Empty where values of the column's type don't become the field's. */
  Optional<T> of(ForeignColumn column, Field field);

  /** Why they don't, for whoever has to mend it; often nothing. */
  String problem(ForeignColumn column);
}

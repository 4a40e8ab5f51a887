package io.freshet.core.envelope;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** What a record's fields have where nobody gives them a value: the contract's defaults. */
public final class AbsentFields {
  // Apart from GenericData.get(), to which anyone in the process may add conversions.
  private static final GenericData DATA = new GenericData();

  private AbsentFields() {}

  /** As Avro's generic records hold it; null for none, and where the default is null. */
  public static Object value(Schema.Field field) {
    return field.hasDefaultValue() ? DATA.getDefaultValue(field) : null;
  }
}

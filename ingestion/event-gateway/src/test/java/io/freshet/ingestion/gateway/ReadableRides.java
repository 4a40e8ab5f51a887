package io.freshet.ingestion.gateway;

import io.freshet.core.contract.AccessPolicy;
import io.freshet.core.contract.Classification;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.RoleAccess;
import io.freshet.core.contract.RowFilter;
import io.freshet.testing.samples.Rides;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rides with a column that not everybody sees, and readers who do and who don't. */
public final class ReadableRides {
  /** Sees rides in Oslo, and not who rides. */
  public static final String ANALYST = "wall-board";

  /** Sees everything. */
  public static final String ENGINEER = "billing";

  private static final Field RIDER =
      new Field(20, "rider", Scalar.STRING, false, Classification.PERSONAL, List.of(), "Who rides");

  private ReadableRides() {}

  public static Contract contract() {
    List<Field> fields = new ArrayList<>(Rides.fields());
    fields.add(RIDER);

    return Rides.contract(fields)
        .with(
            new AccessPolicy(
                List.of(inOslo(), everything()),
                Map.of(ANALYST, AccessPolicy.ANALYST, ENGINEER, AccessPolicy.DATA_ENGINEER)));
  }

  private static RoleAccess inOslo() {
    return new RoleAccess(
        AccessPolicy.ANALYST,
        "",
        Set.of(),
        Optional.of(new RowFilter("city", Scalar.STRING, List.of("oslo"))));
  }

  private static RoleAccess everything() {
    return new RoleAccess(
        AccessPolicy.DATA_ENGINEER, "", Set.of(Classification.PERSONAL), Optional.empty());
  }
}

package io.freshet.core.contract;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whom rows are about. A personal column whose name ends with {@code _id} stands for one person of
 * the kind before it: {@code dasher_id} for one dasher.
 */
public final class Persons {
  private static final String ID = "_id";

  private Persons() {}

  /** The column that says which person of that kind a row is about; empty where rows say none. */
  public static Optional<Field> column(Contract contract, String kind) {
    return isOfPlatform(contract)
        ? Optional.empty()
        : contract.schema().field(kind + ID).filter(Persons::standsForOne);
  }

  /**
   * The column by which rows that name no such person are about one all the same: their contract
   * has the entity, as an order, of another that says whose it is, and tells something personal of
   * it.
   *
   * @param naming whose rows name such persons
   * @return the entity's column of {@code contract}; empty where its rows name such persons
   *     themselves, or tell nothing personal but other persons' ids
   */
  public static Optional<Field> through(Contract contract, Contract naming, String kind) {
    boolean tellsMore =
        contract.schema().fields().stream()
            .anyMatch(
                field -> field.classification() == Classification.PERSONAL && !standsForOne(field));
    if (isOfPlatform(contract)
        || !tellsMore
        || column(contract, kind).isPresent()
        || column(naming, kind).isEmpty()) {
      return Optional.empty();
    }

    return contract
        .schema()
        .keys()
        .entityKey()
        .filter(key -> naming.schema().keys().entityKey().equals(Optional.of(key)))
        .flatMap(contract.schema()::field);
  }

  /** The kinds of persons that these contracts know of, as {@code dasher}. */
  public static Set<String> kinds(Collection<Contract> contracts) {
    return contracts.stream()
        .filter(contract -> !isOfPlatform(contract))
        .flatMap(contract -> contract.schema().fields().stream())
        .filter(Persons::standsForOne)
        .map(field -> field.name().substring(0, field.name().length() - ID.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The platform's own know envelopes, whose ids are of events. */
  private static boolean isOfPlatform(Contract contract) {
    return Contracts.PLATFORM.contains(contract.name());
  }

  private static boolean standsForOne(Field field) {
    return field.classification() == Classification.PERSONAL
        && field.name().endsWith(ID)
        && field.name().length() > ID.length();
  }
}

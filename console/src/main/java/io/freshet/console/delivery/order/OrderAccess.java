package io.freshet.console.delivery.order;

import io.freshet.console.board.Board;
import io.freshet.console.board.TableStatus;
import io.freshet.console.rows.Viewer;
import io.freshet.core.contract.Classification;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.RoleAccess;
import java.util.List;
import java.util.Optional;

/**
 * What of orders the console's role may see, by the contract of their steps: Redis knows no roles,
 * so what is read there is held to it here.
 */
public final class OrderAccess {
  private static final String PINGS = "dasher_pings";

  private final Board board;
  private final Viewer viewer;

  public OrderAccess(Board board, Viewer viewer) {
    this.board = board;
    this.viewer = viewer;
  }

  /** Why nothing of a market's orders is shown; empty where something may be. */
  public String refusal(String market) {
    Optional<Contract> steps = table(OrderReader.STEPS).map(TableStatus::contract);
    if (steps.isEmpty()) {
      return board.contracts().isEmpty()
          ? "The contracts are not read yet."
          : "No contract has the table %s, which says who may see orders."
              .formatted(OrderReader.STEPS);
    }
    Optional<RoleAccess> access = viewer.access(steps.get());
    if (access.isEmpty()) {
      return "The role %s, as which the console reads, may not read %s."
          .formatted(viewer.role(), OrderReader.STEPS);
    }

    return sees(access.get(), market)
        ? ""
        : "The role %s, as which the console reads, sees no orders of %s."
            .formatted(viewer.role(), market);
  }

  /** A filter by another column can't be applied to what Redis holds: then nothing is shown. */
  private static boolean sees(RoleAccess access, String market) {
    return access
        .onlyWhere()
        .map(only -> only.column().equals("market") && only.values().contains(market))
        .orElse(true);
  }

  /** The table of told arrivals; empty where the role may not read it. */
  public Optional<String> predictions() {
    return readable(OrderReader.PREDICTIONS);
  }

  /** Whether the role may know of where dashers are, without who they are. */
  public boolean seesDashers() {
    return table(PINGS).filter(known -> viewer.access(known.contract()).isPresent()).isPresent();
  }

  /** The table of that contract; empty where there is none that the role may read. */
  Optional<String> readable(String contract) {
    return table(contract)
        .filter(known -> viewer.hasTrino() && viewer.access(known.contract()).isPresent())
        .map(TableStatus::name);
  }

  /**
   * Columns of the steps that nobody is shown here: there is no login that could tell who looks.
   */
  List<String> masked() {
    return table(OrderReader.STEPS).stream()
        .flatMap(known -> known.contract().schema().fields().stream())
        .filter(field -> isKept(field))
        .map(Field::name)
        .toList();
  }

  private static boolean isKept(Field field) {
    return field.classifications().contains(Classification.PERSONAL)
        || field.classifications().contains(Classification.CONFIDENTIAL);
  }

  private Optional<TableStatus> table(String contract) {
    return board.worstFirst().stream()
        .filter(each -> each.contract().name().equals(contract))
        .findFirst();
  }
}

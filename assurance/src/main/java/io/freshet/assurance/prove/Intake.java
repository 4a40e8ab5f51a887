package io.freshet.assurance.prove;

import io.freshet.core.envelope.IntakeAccount;
import io.freshet.core.envelope.IntakeMark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What event gateways accepted for a table, held against what its log has.
 *
 * @param accepted events that their producers were told are taken, of minutes that are over
 * @param lostBeforeLog those of them that the log never had
 * @param losses which these are, by account
 */
public record Intake(long accepted, long lostBeforeLog, List<Loss> losses) {
  /** Of a table of which no gateway has told anything. */
  public static final Intake NONE = new Intake(0, 0, List.of());

  public Intake {
    losses = List.copyOf(losses);
  }

  /** Events of one account that are lost. */
  public record Loss(IntakeMark.Account account, long events) {
    String describe() {
      return "The gateway accepted %d events of %s in the minute from %s that the log does not have (run %s)"
          .formatted(
              events,
              account.producer(),
              Instant.ofEpochSecond(account.minute() * 60),
              account.run());
    }
  }

  /**
   * @param marks what the log holds; minutes of which it has lost some are judged by what Kafka
   *     acknowledged
   */
  static Intake of(List<IntakeAccount> accounts, LoggedMarks marks) {
    long accepted = 0;
    long lost = 0;
    List<Loss> losses = new ArrayList<>();
    for (IntakeAccount account : accounts) {
      long held =
          marks.areWhole(account.account())
              ? marks.count(account.account())
              : account.acknowledged();
      accepted += account.accepted();
      if (held < account.accepted()) {
        lost += account.accepted() - held;
        losses.add(new Loss(account.account(), account.accepted() - held));
      }
    }

    return new Intake(accepted, lost, losses);
  }
}

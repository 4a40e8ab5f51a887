package io.freshet.ingestion.gateway.intake;

import io.freshet.ingestion.gateway.account.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The events of a request while their outcomes come in, in any order and from any thread. One
 * object for all of them: a future for each would cost more than reading the event.
 */
final class Underway {
  private final AtomicReferenceArray<Outcome> outcomes;
  // Of those that were sent; written before anyone can be told.
  private final Entry[] accounts;
  private final AtomicInteger waiting;
  private final CompletableFuture<Void> settled = new CompletableFuture<>();

  Underway(int events) {
    this.outcomes = new AtomicReferenceArray<>(events);
    this.accounts = new Entry[events];
    this.waiting = new AtomicInteger(events);
    if (events == 0) {
      settled.complete(null);
    }
  }

  /** On which account an event is sent. */
  void sentOn(int index, Entry account) {
    accounts[index] = account;
  }

  /** What became of an event; to be told once. */
  void settle(int index, Outcome outcome) {
    outcomes.set(index, outcome);
    if (waiting.decrementAndGet() == 0) {
      settled.complete(null);
    }
  }

  /** Done once every event has its outcome. */
  CompletableFuture<Void> settled() {
    return settled;
  }

  /**
   * What the sender is told now, and with that answered for; to be asked once.
   *
   * @param otherwise of events whose outcome is not known
   */
  List<Outcome> answers(Outcome otherwise) {
    List<Outcome> answers = new ArrayList<>(accounts.length);
    for (int i = 0; i < accounts.length; i++) {
      Outcome known = outcomes.get(i);
      Outcome answer = known == null ? otherwise : known;
      answers.add(answer);
      Entry account = accounts[i];
      if (account != null) {
        if (answer instanceof Outcome.Stored || answer instanceof Outcome.Taken) {
          account.accept();
        }
        account.release();
      }
    }

    return answers;
  }
}

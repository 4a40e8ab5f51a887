package io.freshet.console.query;

import io.freshet.console.rows.Grid;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.warehouse.trino.query.ReadOnlyStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers questions when a test says so, and tells which it was asked. */
public final class MemoryAsker implements Asker {
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> names = new CopyOnWriteArrayList<>();
  private final List<CompletableFuture<Grid>> waiting = new ArrayList<>();

  /** All that came, answered or not. */
  public List<String> asked() {
    return asked;
  }

  /** For whom, where they have a name. */
  public List<String> names() {
    return names;
  }

  /** Answers all that wait. */
  public synchronized void answer(Grid grid) {
    waiting.forEach(each -> each.complete(grid));
    waiting.clear();
  }

  /** Fails all that wait. */
  public synchronized void fail(RuntimeException failure) {
    waiting.forEach(each -> each.completeExceptionally(failure));
    waiting.clear();
  }

  /** As if nobody had asked. */
  public void forget() {
    fail(new FreshetException(Fault.CALLER, "Forgotten"));
    asked.clear();
    names.clear();
  }

  @Override
  public synchronized Asking begin(ReadOnlyStatement statement, Inquirer who) {
    CompletableFuture<Grid> coming = new CompletableFuture<>();

    return new Asking() {
      @Override
      public Grid answer() {
        synchronized (MemoryAsker.this) {
          waiting.add(coming);
          who.name().ifPresent(names::add);
          asked.add(statement.sql());
        }
        try {
          return coming.join();
        } catch (CompletionException e) {
          throw (RuntimeException) e.getCause();
        }
      }

      @Override
      public void stop() {
        coming.completeExceptionally(new FreshetException(Fault.CALLER, "Stopped"));
      }
    };
  }
}

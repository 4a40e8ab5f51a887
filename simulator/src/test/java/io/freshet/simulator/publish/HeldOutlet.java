package io.freshet.simulator.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.avro.generic.GenericRecord;

/** Keeps payloads; they arrive, or fail, when the test says so. */
final class HeldOutlet implements Outlet {
  final List<GenericRecord> payloads = new ArrayList<>();
  boolean isClosed;

  private final List<CompletableFuture<Void>> answers = new ArrayList<>();

  @Override
  public CompletionStage<?> send(GenericRecord payload) {
    payloads.add(payload);
    CompletableFuture<Void> answer = new CompletableFuture<>();
    answers.add(answer);

    return answer;
  }

  void deliver(int index) {
    answers.get(index).complete(null);
  }

  void fail(int index, RuntimeException problem) {
    answers.get(index).completeExceptionally(problem);
  }

  @Override
  public void flush() {
    answers.forEach(answer -> answer.complete(null));
  }

  @Override
  public void close() {
    isClosed = true;
  }
}

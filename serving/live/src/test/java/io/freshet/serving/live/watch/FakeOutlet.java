package io.freshet.serving.live.watch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A connection that takes what it is given when the test lets it, and notes it. */
final class FakeOutlet implements Outlet {
  final List<Push> pushes = new CopyOnWriteArrayList<>();
  final List<String> calls = new CopyOnWriteArrayList<>();
  final Deque<Done> underWay = new ArrayDeque<>();
  private final boolean isQuick;
  private Optional<RuntimeException> broken = Optional.empty();

  private FakeOutlet(boolean isQuick) {
    this.isQuick = isQuick;
  }

  /** Each write is done before the call returns. */
  static FakeOutlet quick() {
    return new FakeOutlet(true);
  }

  /** Writes end when {@link #finishWrite} says so. */
  static FakeOutlet slow() {
    return new FakeOutlet(false);
  }

  void breakDown() {
    broken = Optional.of(new IllegalStateException("broken"));
  }

  void finishWrite() {
    underWay.remove().written();
  }

  List<Push.Type> types() {
    return pushes.stream().map(Push::type).toList();
  }

  @Override
  public void push(Push push, Done done) {
    pushes.add(push);
    take(push.type().name(), done);
  }

  @Override
  public void keepAlive(Done done) {
    take("ping", done);
  }

  @Override
  public void end(Ending why, Done done) {
    take("end " + why, done);
  }

  @Override
  public void giveUp(Ending why) {
    calls.add("give up " + why);
  }

  @Override
  public void cut() {
    calls.add("cut");
  }

  @Override
  public boolean answers() {
    return true;
  }

  @Override
  public String kind() {
    return "fake";
  }

  private void take(String call, Done done) {
    if (!underWay.isEmpty()) {
      throw new AssertionError("Two writes at once: " + call);
    }
    calls.add(call);
    if (broken.isPresent()) {
      done.failed(broken.get());
    } else if (isQuick) {
      done.written();
    } else {
      underWay.add(done);
    }
  }
}

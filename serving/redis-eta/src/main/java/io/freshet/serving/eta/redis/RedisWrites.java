package io.freshet.serving.eta.redis;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.RedisSettings.Node;
import io.freshet.serving.eta.redis.NewerWins.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Writes on their way to Redis, the newest of each key only, until Redis has taken them. Each node
 * of a Cluster gets its own: where one is away, its writes wait, and those of others go on. Not
 * thread-safe.
 */
public final class RedisWrites implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisWrites.class);

  /** So many batches wait for a node that is away; then whoever brings more waits as well. */
  private static final int MOST_BATCHES = 20;

  /** So many go at once where they have come while others were under way. */
  private static final int MOST_TOGETHER = 4;

  /** How long the others wait for a node that hangs; once. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final long PAUSE_MILLIS = 25;
  private static final Duration ASK_EVERY = Duration.ofMillis(250);

  private final RedisTarget target;
  private final Counts counts;
  private final Topology topology;
  private final ExecutorService threads = Executors.newCachedThreadPool(RedisWrites::daemon);
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private final Map<Node, NodeSender> senders = new HashMap<>();
  private final Map<String, Node> asks = new HashMap<>();
  private SlotTable slots;
  private Optional<CompletableFuture<SlotTable>> asked = Optional.empty();
  private boolean isDoubtful;
  private long askedAt = System.nanoTime() - ASK_EVERY.toNanos();
  private int untried;

  private record Waiting(RedisWrite write, int slot) {}

  /** Where a batch goes; and whether it insists on slots that are on their way there. */
  private record Address(Node node, boolean asks) {}

  /** Told what became of each write that waits no longer. */
  public interface Counts {
    void written();

    /** Something as new or newer was there. */
    void stale();

    /** The key holds something that is no document of ours. */
    void refused();
  }

  public RedisWrites(RedisTarget target, Counts counts) {
    this.target = target;
    this.counts = counts;
    this.topology = new Topology(target);
    this.isDoubtful = target.redis().isCluster();
    this.slots = isDoubtful ? new SlotTable() : SlotTable.of(target.redis().nodes().get(0));
  }

  /** Sends it with the next others; does nothing else. */
  public void add(RedisWrite write) {
    Waiting held = waiting.get(write.key());
    if (held == null) {
      waiting.put(write.key(), new Waiting(write, SlotTable.slot(write.key())));
      untried++;
    } else if (write.isNewerThan(held.write())) {
      waiting.put(write.key(), new Waiting(write, held.slot()));
    }
  }

  /** How many wait. */
  public int size() {
    return waiting.size();
  }

  /** How many have come since anything was sent. */
  int untried() {
    return untried;
  }

  /**
   * Sends what waits to all nodes that answer. Where too much waits for others, it waits for them.
   *
   * @throws FreshetException when Redis refuses one, and waiting would not help
   */
  public void send() throws InterruptedException {
    boolean goesOn = round();
    while (waiting.size() >= MOST_BATCHES * target.batch()) {
      pauseUnless(goesOn);
      goesOn = round();
    }
  }

  /**
   * Sends what waits to each node that nothing is under way to, and leaves the answers for the next
   * call: whoever brings more need not wait for Redis, until too much waits.
   *
   * @throws FreshetException when Redis refuses one, and waiting would not help
   */
  void sendAhead() throws InterruptedException {
    begin();
    while (waiting.size() >= MOST_BATCHES * target.batch()) {
      pauseUnless(round());
    }
  }

  /**
   * Returns when Redis has taken all.
   *
   * @throws FreshetException when Redis refuses one, and waiting would not help
   */
  public void flush() throws InterruptedException {
    while (!waiting.isEmpty()) {
      pauseUnless(round());
    }
  }

  private static void pauseUnless(boolean goesOn) throws InterruptedException {
    if (!goesOn) {
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  @Override
  public void close() {
    senders.values().forEach(NodeSender::close);
    threads.shutdownNow();
  }

  /** Sends to each node that is ready for it; says whether any write was settled. */
  private boolean round() throws InterruptedException {
    int before = waiting.size();
    List<CompletableFuture<?>> sent = begin();
    await(sent.isEmpty() ? anyUnderWay() : CompletableFuture.allOf(array(sent)));
    settle();

    return waiting.size() < before;
  }

  /** Settles what was answered, and sends to each node that is ready for it. */
  private List<CompletableFuture<?>> begin() {
    untried = 0;
    settle();
    askForSlots();
    List<CompletableFuture<?>> sent = new ArrayList<>();
    for (Map.Entry<Address, List<RedisWrite>> batch : batches().entrySet()) {
      batch.getValue().forEach(write -> asks.remove(write.key()));
      sent.add(sender(batch.getKey().node()).send(batch.getValue(), batch.getKey().asks()));
    }

    return sent;
  }

  /** Done at once where nothing is. */
  private CompletableFuture<?> anyUnderWay() {
    List<CompletableFuture<?>> underWay =
        senders.values().stream().map(NodeSender::underWay).flatMap(Optional::stream).toList();

    return underWay.isEmpty()
        ? CompletableFuture.completedFuture(true)
        : CompletableFuture.anyOf(array(underWay));
  }

  private static CompletableFuture<?>[] array(List<CompletableFuture<?>> futures) {
    return futures.toArray(new CompletableFuture<?>[0]);
  }

  private static void await(CompletableFuture<?> answers) throws InterruptedException {
    try {
      answers.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.debug("A node takes long, the others go on", e);
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    }
  }

  /**
   * The oldest that wait for nodes which are ready, by where they go. Many may wait, and this is
   * asked often: it looks no further once these nodes have their fill.
   */
  private Map<Address, List<RedisWrite>> batches() {
    Map<Address, List<RedisWrite>> batches = new LinkedHashMap<>();
    Set<Node> ready = ready();
    int most = MOST_TOGETHER * target.batch();
    int room = most * ready.size() * (asks.isEmpty() ? 1 : 2);
    Iterator<Waiting> oldest = waiting.values().iterator();
    while (room > 0 && oldest.hasNext()) {
      Waiting each = oldest.next();
      Node asking = asks.get(each.write().key());
      Optional<Node> node = asking == null ? slots.owner(each.slot()) : Optional.of(asking);
      isDoubtful |= node.isEmpty();
      if (node.filter(ready::contains).isPresent()) {
        List<RedisWrite> batch =
            batches.computeIfAbsent(
                new Address(node.get(), asking != null), address -> new ArrayList<>());
        if (batch.size() < most) {
          batch.add(each.write());
          room--;
        }
      }
    }

    return batches;
  }

  /** Those to whom something may be sent. */
  private Set<Node> ready() {
    Set<Node> ready = new HashSet<>(slots.nodes());
    isDoubtful |= ready.isEmpty();
    ready.addAll(asks.values());
    ready.removeIf(node -> !sender(node).isReady());

    return ready;
  }

  private NodeSender sender(Node node) {
    return senders.computeIfAbsent(node, each -> new NodeSender(target, each, threads));
  }

  private void settle() {
    for (NodeSender sender : senders.values()) {
      sender.outcome().ifPresent(outcome -> settle(sender, outcome));
    }
  }

  private void settle(NodeSender sender, NodeSender.Outcome outcome) {
    String obstacle = outcome.obstacle();
    for (int i = 0; i < outcome.answers().size(); i++) {
      RedisWrite write = outcome.batch().get(i);
      Answer answer = outcome.answers().get(i);
      switch (answer.result()) {
        case WRITTEN -> {
          counts.written();
          remove(write);
        }
        case STALE -> {
          counts.stale();
          remove(write);
        }
        case REFUSED -> {
          LOG.warn("Redis holds something else under our key, write left out key={}", write.key());
          counts.refused();
          remove(write);
        }
        case RETRY -> obstacle = answer.error();
        case MOVED -> {
          slots.move(SlotTable.slot(write.key()), answer.other(outcome.node()));
          isDoubtful = true;
        }
        case ASK -> asks.put(write.key(), answer.other(outcome.node()));
      }
    }
    if (obstacle.isEmpty()) {
      sender.hasWorked();
    } else {
      sender.hasFailed(obstacle, waiting.size());
      isDoubtful = target.redis().isCluster();
    }
  }

  /** Unless a newer one has come meanwhile. */
  private void remove(RedisWrite write) {
    waiting.computeIfPresent(write.key(), (key, held) -> held.write().equals(write) ? null : held);
  }

  /** In the background: it may take long where nodes are away. */
  private void askForSlots() {
    if (asked.isPresent() && asked.get().isDone()) {
      take(asked.get());
      asked = Optional.empty();
    }
    long now = System.nanoTime();
    if (isDoubtful && asked.isEmpty() && now - askedAt >= ASK_EVERY.toNanos()) {
      isDoubtful = false;
      askedAt = now;
      Set<Node> known = slots.nodes();
      asked = Optional.of(CompletableFuture.supplyAsync(() -> topology.read(known), threads));
    }
  }

  private void take(CompletableFuture<SlotTable> answer) {
    try {
      slots = answer.join();
      LOG.info("Redis has told its slots nodes={}", slots.nodes());
    } catch (CompletionException e) {
      if (e.getCause() instanceof FreshetException refusal) {
        throw refusal;
      }
      if (!(e.getCause() instanceof JedisException)) {
        throw e;
      }
      LOG.warn(
          "No node of Redis tells its slots target={} error={}", target, e.getCause().toString());
      isDoubtful = true;
      return;
    }
    // Those that are still waited for are closed when they have answered.
    Set<Node> nodes = slots.nodes();
    senders
        .entrySet()
        .removeIf(
            entry -> {
              boolean isGone = !nodes.contains(entry.getKey()) && !entry.getValue().isBusy();
              if (isGone) {
                entry.getValue().close();
              }

              return isGone;
            });
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "redis-writes");
    thread.setDaemon(true);

    return thread;
  }
}

package io.freshet.ingestion.deadletters.redrive;

import io.freshet.ingestion.deadletters.RefusedAt;
import java.util.HashMap;
import java.util.Map;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Which refused records were sent again; about a bit each. Not thread-safe. */
public final class RedrivenRecords {
  private final Map<Partition, Roaring64Bitmap> offsets = new HashMap<>();

  private record Partition(String topicId, int number) {}

  void add(RefusedAt refused) {
    offsets
        .computeIfAbsent(partition(refused), first -> new Roaring64Bitmap())
        .addLong(refused.offset());
  }

  public boolean contains(RefusedAt refused) {
    Roaring64Bitmap known = offsets.get(partition(refused));

    return known != null && known.contains(refused.offset());
  }

  private static Partition partition(RefusedAt refused) {
    return new Partition(refused.topicId(), refused.partition());
  }
}

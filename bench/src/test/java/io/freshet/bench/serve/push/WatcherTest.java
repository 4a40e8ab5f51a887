package io.freshet.bench.serve.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.bench.serve.Version;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatcherTest {
  private final Watcher watcher = new Watcher();

  @Test
  void notesWhichVersionCameWhen() {
    watcher.take("{\"type\":\"waiting\"}", 1);
    watcher.take("{\"type\":\"snapshot\",\"version\":[4,1700],\"order\":{}}", 2);
    watcher.take("{\"type\":\"delta\",\"from\":[4,1700],\"version\":[5,1600],\"set\":{}}", 3);

    assertThat(watcher.told())
        .isEqualTo(
            new Told(
                List.of(
                    new Told.News(new Version(4, 1700), 2), new Told.News(new Version(5, 1600), 3)),
                ""));
    assertThat(watcher.told().newest()).contains(new Version(5, 1600));
  }

  @Test
  void seesADeltaThatLeadsFromElsewhere() {
    watcher.take("{\"type\":\"snapshot\",\"version\":[4,1700],\"order\":{}}", 1);
    watcher.take("{\"type\":\"delta\",\"from\":[4,1800],\"version\":[4,1900],\"set\":{}}", 2);

    assertThat(watcher.told().trouble())
        .isEqualTo("a delta from [4,1800] after Version[orderVersion=4, eventMillis=1700]");
  }

  @Test
  void seesAVersionThatIsNoNewer() {
    watcher.take("{\"type\":\"snapshot\",\"version\":[4,1700],\"order\":{}}", 1);
    watcher.take("{\"type\":\"delta\",\"from\":[4,1700],\"version\":[4,1700],\"set\":{}}", 2);

    assertThat(watcher.told().trouble()).contains("eventMillis=1700] after Version");
  }

  @Test
  void putsTheFramesOfAMessageTogether() {
    watcher.onText(null, "{\"type\":\"snapshot\",\"ver", false);
    watcher.onText(null, "sion\":[4,1700],\"order\":{}}", true);

    assertThat(watcher.told().newest()).contains(new Version(4, 1700));
  }

  @Test
  void aConnectionThatEndsIsTrouble() {
    watcher.onClose(null, 1013, "slow");

    assertThat(watcher.told().trouble()).isEqualTo("closed with 1013 slow");
  }
}

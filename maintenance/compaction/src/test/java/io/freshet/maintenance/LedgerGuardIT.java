package io.freshet.maintenance;

import static io.freshet.maintenance.PingTable.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.TableWatermark;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
class LedgerGuardIT {
  private final PingTable pings;

  LedgerGuardIT(SparkSession spark) {
    this.pings = new PingTable(spark).commits(3, DAY);
  }

  @Test
  void isContentWhenNobodyCommits() {
    LedgerGuard guard = LedgerGuard.watch(pings.load());

    assertThat(guard.check()).isFalse();
  }

  @Test
  void isContentWhenAWriterAdvances() {
    LedgerGuard guard = LedgerGuard.watch(pings.load());
    pings.commits(1, DAY);

    assertThat(guard.check()).isTrue();
  }

  @Test
  void stopsWhenTheLedgerIsGone() {
    LedgerGuard guard = LedgerGuard.watch(pings.load());
    pings.load().updateProperties().remove(Ledger.PROPERTY).commit();

    assertThatThrownBy(guard::check)
        .isInstanceOf(AccountDamagedException.class)
        .hasMessageContaining("the ledger lost a source");
  }

  @Test
  void stopsWhenTheLedgerGoesBack() {
    String older = pings.load().properties().get(Ledger.PROPERTY);
    pings.commits(1, DAY);
    LedgerGuard guard = LedgerGuard.watch(pings.load());
    pings.load().updateProperties().set(Ledger.PROPERTY, older).commit();

    assertThatThrownBy(guard::check)
        .isInstanceOf(AccountDamagedException.class)
        .hasMessageContaining("the ledger went back at 1:0");
  }

  @Test
  void stopsWhenTheWatermarkGoesBack() {
    LedgerGuard guard = LedgerGuard.watch(pings.load());
    pings.load().updateProperties().remove(TableWatermark.PROPERTY).commit();

    assertThatThrownBy(guard::check)
        .isInstanceOf(AccountDamagedException.class)
        .hasMessageContaining("the watermark went back");
  }

  @Test
  void stopsWhenARewriteLosesRows() {
    Table table = pings.load();
    LedgerGuard guard = LedgerGuard.watch(pings.load());
    DataFile first = table.newScan().planFiles().iterator().next().file();
    DataFile fewer = pings.write(PingTable.ROWS_PER_COMMIT - 1, DAY);
    table.newRewrite().rewriteFiles(Set.of(first), Set.of(fewer)).commit();

    assertThatThrownBy(guard::check)
        .isInstanceOf(AccountDamagedException.class)
        .hasMessageContaining("put 49 rows in the place of 50");
  }
}

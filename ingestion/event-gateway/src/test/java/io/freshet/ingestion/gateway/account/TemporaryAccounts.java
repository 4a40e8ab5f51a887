package io.freshet.ingestion.gateway.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** Accounts that nobody is told of, and that end with the test. */
public final class TemporaryAccounts implements AutoCloseable {
  private final Path folder;
  private final AccountFile file;
  private final IntakeAccounts accounts;

  private TemporaryAccounts(Path folder) {
    this.folder = folder;
    this.file = AccountFile.create(folder, "run1");
    this.accounts = new IntakeAccounts(file, InstantSource.system());
  }

  public static TemporaryAccounts open() {
    try {
      return new TemporaryAccounts(Files.createTempDirectory("accounts"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public IntakeAccounts accounts() {
    return accounts;
  }

  /** Events that were accepted, and those that were acknowledged. */
  public long accepted() {
    return file.all().stream().mapToLong(AccountFile.Slot::accepted).sum();
  }

  public long acknowledged() {
    return file.all().stream().mapToLong(AccountFile.Slot::acknowledged).sum();
  }

  /** Whether nothing is waited for any more. */
  public boolean areSettled() {
    return accounts.all().size() == file.all().size();
  }

  @Override
  public void close() {
    file.all().forEach(AccountFile.Slot::free);
    file.close();
    try {
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package mica.office.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import mica.exchange.database.Database;
import mica.exchange.database.DatabaseConfiguration;
import mica.exchange.database.TestDatabases;
import mica.exchange.database.TestServer;
import mica.office.OfficeWorld;
import mica.office.OpenOffice;
import mica.office.keys.KeyStore;
import mica.office.keys.LedgerKey;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** A ledger on a real database, with a clock that moves when told to, and somebody who may do anything to it. */
final class LedgerWorld implements AutoCloseable {

    static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");
    static final UUID OFFICER = UUID.fromString("6e0f6d2a-7e2b-4a52-9a53-0c5f5f7a1b11");

    final TestDatabases databases;
    final DatabaseConfiguration configuration;
    private final OfficeWorld world;
    private final OpenOffice first;
    final Database database;
    final Jdbi office;
    final Path folder;
    final KeyStore keyStore;
    final LedgerKey key;
    final Ledger ledger = new Ledger(() -> this.now);
    private final Jdbi superuser;
    Instant now = Instant.parse("2020-06-01T03:00:00.123456Z");

    LedgerWorld(TestDatabases databases) {
        this.databases = databases;
        try {
            this.folder = Files.createTempDirectory("ledger-test");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        this.world = new OfficeWorld(databases, folder, () -> this.now);
        this.first = world.open();
        this.configuration = world.configuration;
        this.database = first.database;
        this.office = database.jdbi();
        this.superuser = Jdbi.create(
                configuration.url().replace("mica_office", "postgres"), "postgres", TestServer.SUPERUSER_PASSWORD);
        this.keyStore = first.keys;
        this.key = first.ledgerKey;
    }

    LedgerJob job(LedgerCopy copy) {
        return world.ledgerCopy(copy).open().ledgerJob;
    }

    LedgerJob job(DatabaseConfiguration restored, LedgerCopy copy) {
        return world.ledgerCopy(copy).open(restored).ledgerJob;
    }

    Path copy() {
        return folder.resolve("copy").resolve("heads.log");
    }

    static Entry paused(int notice) {
        return Entry.of(Event.NOTICE_PAUSED).by(OFFICER).notice("N-2020-%04d".formatted(notice));
    }

    void append(int times) {
        for (int i = 0; i < times; i++) {
            later(Duration.ofSeconds(1));
            office.useTransaction(tx -> ledger.append(tx, paused(1)));
        }
    }

    void later(Duration duration) {
        now = now.plus(duration);
    }

    List<Chained> entries() {
        return office.inTransaction(tx -> {
            List<Chained> entries = new ArrayList<>();
            LedgerStore.each(tx, 0, entries::add);
            return entries;
        });
    }

    /** Does what no trigger holds back. */
    void attack(org.jdbi.v3.core.HandleConsumer<RuntimeException> deed) {
        superuser.useTransaction(tx -> {
            tx.execute("set local session_replication_role = replica");
            deed.useHandle(tx);
        });
    }

    /** Makes every hash anew from an entry on, and the head with them, as one would who knows the form. */
    static void rehash(Handle tx, long from) {
        tx.execute("""
            do $$
            declare
              entry ledger_entry;
              last bytea := coalesce((select hash from ledger_entry where number = %1$d - 1),
                                     decode(repeat('00', 32), 'hex'));
              last_number bigint := %1$d - 1;
            begin
              for entry in select * from ledger_entry where number >= %1$d order by number loop
                update ledger_entry set previous_hash = last,
                  hash = sha256(ledger_canonical(entry.number, entry.at, entry.event, entry.officer_id, entry.facts, last))
                  where number = entry.number returning hash into last;
                last_number := entry.number;
              end loop;
              update ledger_head set number = last_number, hash = last;
            end $$
            """.formatted(from));
    }

    Verification.Outcome verify(Path copy) {
        try {
            return new Verification(office, List.of(key.publicKey())).run(copy);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    Verification.Outcome verify() {
        try {
            return new Verification(office, List.of(key.publicKey())).run(null);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public void close() {
        world.close();
    }
}

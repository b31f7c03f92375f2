package io.dialer.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.testing.Waiting;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedFileTest {
    private static final int PAGE = 4096;
    private static final int ROWS = 400;
    private static final String[] SCHEMA = {
        "CREATE TABLE IF NOT EXISTS word (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL)",
        "CREATE INDEX IF NOT EXISTS word_by_text ON word (text, id)"
    };

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger replacements = new AtomicInteger();

    @TempDir
    private Path folder;

    @AfterEach
    void closeVertx() {
        Waiting.on(vertx.close());
    }

    @Test
    void opensAtOnceAndLeavesASoundFileAlone() throws Exception {
        fill();
        Database database = open();
        assertThat(Waiting.on(ids(database))).hasSize(ROWS);
        Waiting.on(database.close());
        assertThat(filesAside()).isEmpty();
    }

    @Test
    void findsDamageInTheBackgroundAndSavesEveryRowThatCanBeRead() throws Exception {
        fill();
        damagePage(pageOfRow(ROWS / 2));

        Database database = open();
        await().until(() -> replacements.get() == 1);
        List<Long> saved = Waiting.on(ids(database));
        assertThat(saved).contains(1L, (long) ROWS).hasSizeBetween(ROWS - 30, ROWS - 1);
        assertThat(saved).isSubsetOf(LongStream.rangeClosed(1, ROWS).boxed().toList());
        assertThat(Waiting.on(insert(database, "new")))
                .as("no number is given twice")
                .isGreaterThan(ROWS);
        Waiting.on(database.close());
        assertThat(filesAside()).hasSize(1);

        Database again = open();
        assertThat(Waiting.on(ids(again))).containsAll(saved).hasSize(saved.size() + 1);
        Waiting.on(again.close());
    }

    @Test
    void losesNoSoundRowBehindADamagedPageOfManyRows() throws Exception {
        fill("y".repeat(5), 3_000);
        int page = pageOfRow(1_500);
        int onThePage = rowsOn(page);
        damagePage(page);

        Database database = open();
        await().until(() -> replacements.get() == 1);
        assertThat(Waiting.on(ids(database))).hasSize(3_000 - onThePage);
        Waiting.on(database.close());
    }

    @Test
    void givesNoNumberAgainOfWhichNothingIsLeft() throws Exception {
        Database before = open();
        Waiting.on(before.<Integer>write(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate("INSERT INTO word (id, text) VALUES (250000000, 'gone')")
                        + statement.executeUpdate("DELETE FROM word");
            }
        }));
        Waiting.on(before.close());
        replacements.set(0);
        damagePage(rootPage("word_by_text"));

        Database database = open();
        await().until(() -> replacements.get() == 1);
        assertThat(Waiting.on(insert(database, "new"))).isGreaterThan(250_000_000L);
        Waiting.on(database.close());
    }

    @Test
    void savesEveryRowWhereOnlyAnIndexIsDamaged() throws Exception {
        fill();
        damagePage(rootPage("word_by_text"));

        Database database = open();
        await().until(() -> replacements.get() == 1);
        assertThat(Waiting.on(ids(database))).hasSize(ROWS);
        Waiting.on(database.close());
    }

    @Test
    void goesOnWithAnEmptyFileWhereNothingCanBeRead() throws Exception {
        fill();
        byte[] content = Files.readAllBytes(file());
        Arrays.fill(content, PAGE, content.length, (byte) 0x5a);
        Files.write(file(), content);

        Database database = open();
        await().until(() -> replacements.get() == 1);
        assertThat(Waiting.on(ids(database))).isEmpty();
        assertThat(Waiting.on(insert(database, "new"))).isGreaterThan(ROWS);
        Waiting.on(database.close());
        assertThat(filesAside()).hasSize(1);
    }

    @Test
    void keepsTheLastTwoDamagedFiles() throws Exception {
        for (int damage = 1; damage <= 4; damage++) {
            fill();
            damagePage(rootPage("word_by_text"));
            Database database = open();
            await().until(() -> replacements.get() == 1);
            Waiting.on(database.close());
            assertThat(filesAside()).hasSize(Math.min(damage, 2));
        }
    }

    @Test
    void tellsAlsoThoseWhoAskAfterItWasReplaced() throws Exception {
        fill();
        damagePage(rootPage("word_by_text"));
        Database database = Waiting.on(Database.open(vertx, file(), "NORMAL", SCHEMA));
        await().until(() -> filesAside().size() == 1);
        // The one write after it is worked on by the new file's thread: whatever is told has been told.
        Waiting.on(insert(database, "new"));

        database.whenReplaced(replacements::incrementAndGet);
        await().until(() -> replacements.get() == 1);
        Waiting.on(database.close());
    }

    @Test
    void aReaderLooksIntoTheNewFile() throws Exception {
        fill();
        damagePage(rootPage("word_by_text"));
        Database database = open();
        Database reader = Waiting.on(database.openReader());
        await().until(() -> replacements.get() == 1);
        long added = Waiting.on(insert(database, "new"));

        assertThat(Waiting.on(ids(reader))).hasSize(ROWS + 1).endsWith(added);
        Waiting.on(reader.close());
        Waiting.on(database.close());
    }

    private void fill() {
        fill("x".repeat(500), ROWS);
    }

    private void fill(String rest, int rows) {
        Database database = open();
        for (int row = 0; row < rows; row++) {
            insert(database, "%04d".formatted(row) + rest);
        }
        Waiting.on(database.close());
        replacements.set(0);
    }

    private Database open() {
        Database database = Waiting.on(Database.open(vertx, file(), "NORMAL", SCHEMA));
        database.whenReplaced(replacements::incrementAndGet);
        return database;
    }

    private void damagePage(int page) throws IOException {
        byte[] content = Files.readAllBytes(file());
        Arrays.fill(content, (page - 1) * PAGE, page * PAGE, (byte) 0x5a);
        Files.write(file(), content);
    }

    /** Where a row's text stands in the file, counted in pages from 1. */
    private int pageOfRow(int row) throws IOException {
        String text = new String(Files.readAllBytes(file()), java.nio.charset.StandardCharsets.ISO_8859_1);
        String wanted = "%04d".formatted(row);
        List<Integer> pages = new ArrayList<>();
        for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
            pages.add(at / PAGE + 1);
        }
        // The table's page and the index's: the first byte of a table's leaf is 13.
        return pages.stream()
                .filter(page -> text.charAt((page - 1) * PAGE) == 13)
                .findFirst()
                .orElseThrow();
    }

    /** The cells of a page are counted in its fourth and fifth byte. */
    private int rowsOn(int page) throws IOException {
        byte[] content = Files.readAllBytes(file());
        int at = (page - 1) * PAGE + 3;
        return ((content[at] & 0xff) << 8) + (content[at + 1] & 0xff);
    }

    private int rootPage(String name) {
        Database database = open();
        int page = Waiting.on(database.read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery("SELECT rootpage FROM sqlite_master WHERE name = '" + name + "'")) {
                row.next();
                return row.getInt(1);
            }
        }));
        Waiting.on(database.close());
        return page;
    }

    private Path file() {
        return folder.resolve("words.db");
    }

    private List<Path> filesAside() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(name -> name.getFileName().toString().matches("words\\.db\\.damaged-[0-9-]+"))
                    .toList();
        }
    }

    private static Future<Long> insert(Database database, String text) {
        return database.write(connection -> {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO word (text) VALUES (?) RETURNING id")) {
                insert.setString(1, text);
                try (ResultSet row = insert.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    private static Future<List<Long>> ids(Database database) {
        return database.read(connection -> {
            List<Long> ids = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT id FROM word NOT INDEXED ORDER BY id")) {
                while (row.next()) {
                    ids.add(row.getLong(1));
                }
            }
            return ids;
        });
    }
}

package io.dialer.agent.telemetry;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import io.dialer.agent.config.LoggingConfig;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Console and file, as the {@code logging} section says: {@code agent.log}, rolled each day to {@code
 * agent.yyyy.MM.dd.log}. Lines go through a queue that never makes its writer wait, so a slow disk holds no timer up.
 */
public final class LoggingSetup {
    /** One line per event whatever a target puts into a message. */
    private static final String PATTERN = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level [%thread] %logger{0} - "
            + "%replace(%msg %kvp){'[\\r\\n]+', ' '}%n%ex{12}";

    private static final String CONSOLE = "console";
    private static final int QUEUE = 16_384;

    private static final AtomicReference<@Nullable LogFile> FILE = new AtomicReference<>();

    private LoggingSetup() {}

    /** Replaces whatever was set up before. */
    public static void apply(LoggingConfig config) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(config.level().name()));
        AsyncAppender console = queued(started(new ConsoleAppender<>(), context), context);
        console.setName(CONSOLE);
        root.addAppender(console);
        LogFile file = new LogFile(context, config);
        FILE.set(file);
        root.addAppender(queued(file, context));
        file.start();
        // It writes an ERROR of its own for each reset that our handlers deal with.
        context.getLogger("io.vertx.core.net.impl.ConnectionBase").setLevel(Level.OFF);
        // The launchers write a trace for a failure of which the agent has said all in a line.
        context.getLogger("io.vertx.launcher").setLevel(Level.OFF);
        context.getLogger("io.vertx.core.impl.launcher").setLevel(Level.OFF);
        // What it says with two traces, its exception says in one line.
        context.getLogger("org.sqlite.SQLiteJDBCLoader").setLevel(Level.OFF);
        quieten(context, "com.hazelcast", "io.netty", "org.xbill", "io.vertx");
    }

    /** Takes a changed section while the agent runs: the level at once, the file with its next line. No line is lost. */
    public static void change(LoggingConfig config) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
                .setLevel(Level.toLevel(config.level().name()));
        LogFile file = FILE.get();
        if (file != null) {
            file.change(config);
        }
    }

    /** Says in the file alone why the agent ends, for whoever is told in another way, or did not look. */
    public static void lastWord(String reason) {
        Logger root = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAppender(CONSOLE);
        root.atError().addKeyValue("reason", reason).log("the agent does not start");
    }

    /** Writes what is queued. Call it last: nothing is logged afterwards. */
    public static void flush() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    private static AsyncAppender queued(Appender<ILoggingEvent> appender, LoggerContext context) {
        AsyncAppender queue = new AsyncAppender();
        queue.setContext(context);
        queue.setQueueSize(QUEUE);
        queue.setDiscardingThreshold(0);
        queue.setNeverBlock(true);
        queue.addAppender(appender);
        queue.start();
        return queue;
    }

    static <A extends OutputStreamAppender<ILoggingEvent>> A started(A appender, LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    /** Libraries speak in our log only when something is wrong. */
    private static void quieten(LoggerContext context, String... names) {
        for (String name : names) {
            context.getLogger(name).setLevel(Level.WARN);
        }
    }
}

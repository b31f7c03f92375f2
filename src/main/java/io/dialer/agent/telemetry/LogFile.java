package io.dialer.agent.telemetry;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.TimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import io.dialer.agent.config.LoggingConfig;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The log file of the configuration, which may become another one while lines are written: the queue before it holds them
 * while its thread, which is the only one that writes, closes the one and opens the other.
 */
final class LogFile extends AppenderBase<ILoggingEvent> {
    private static final long RETRY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LoggerContext loggers;
    private volatile LoggingConfig wanted;
    private LoggingConfig opened;
    private FileAppender<ILoggingEvent> file;
    private @Nullable LoggingConfig failed;
    private long failedAt;

    LogFile(LoggerContext loggers, LoggingConfig config) {
        this.loggers = loggers;
        this.wanted = config;
        this.opened = config;
        this.file = open(config);
        setContext(loggers);
    }

    /** From the next line on. */
    void change(LoggingConfig config) {
        wanted = config;
    }

    @Override
    public void start() {
        super.start();
        if (!file.isStarted()) {
            complain(path(opened), "the log file {} cannot be written; logging to the console only");
        }
    }

    @Override
    protected void append(ILoggingEvent line) {
        LoggingConfig now = wanted;
        if (!sameFile(now, opened) && (!now.equals(failed) || System.nanoTime() - failedAt > RETRY_NANOS)) {
            reopen(now);
        }
        file.doAppend(line);
    }

    /** Where the new one cannot be opened the old one goes on, and it is tried again. */
    private void reopen(LoggingConfig next) {
        boolean samePath = path(next).equals(path(opened));
        if (samePath) {
            // The library does not open a file twice.
            file.stop();
        }
        FileAppender<ILoggingEvent> opening = open(next);
        if (opening.isStarted()) {
            if (!samePath) {
                file.stop();
            }
            file = opening;
            opened = next;
            failed = null;
            return;
        }
        opening.stop();
        if (samePath) {
            file = open(opened);
        }
        if (!next.equals(failed)) {
            complain(path(next), "the log file {} cannot be written; the one before stays");
        }
        failed = next;
        failedAt = System.nanoTime();
    }

    @Override
    public void stop() {
        super.stop();
        file.stop();
    }

    /** Logback keeps such a failure to itself; the console at least must say it. */
    private void complain(String path, String words) {
        loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).error(words, path);
    }

    private static String path(LoggingConfig config) {
        return config.directory().resolve(config.name() + ".log").toString();
    }

    /** All but the level. */
    private static boolean sameFile(LoggingConfig one, LoggingConfig other) {
        return one.directory().equals(other.directory())
                && one.name().equals(other.name())
                && one.rotation() == other.rotation()
                && one.maxHistoryDays() == other.maxHistoryDays()
                && one.maxTotalBytes() == other.maxTotalBytes();
    }

    private FileAppender<ILoggingEvent> open(LoggingConfig config) {
        String active = path(config);
        if (!config.rotation()) {
            FileAppender<ILoggingEvent> plain = new FileAppender<>();
            plain.setFile(active);
            return LoggingSetup.started(plain, loggers);
        }
        RollingFileAppender<ILoggingEvent> rolling = new RollingFileAppender<>();
        rolling.setFile(active);
        TimeBasedRollingPolicy<ILoggingEvent> daily = new TimeBasedRollingPolicy<>();
        daily.setContext(loggers);
        daily.setParent(rolling);
        daily.setFileNamePattern(config.directory()
                .resolve(config.name() + ".%d{yyyy.MM.dd}.log")
                .toString());
        daily.setMaxHistory(config.maxHistoryDays());
        daily.setTotalSizeCap(new FileSize(config.maxTotalBytes()));
        daily.setCleanHistoryOnStart(true);
        daily.start();
        rolling.setRollingPolicy(daily);
        return LoggingSetup.started(rolling, loggers);
    }
}

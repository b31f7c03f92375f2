package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** The system's Chromium without a window, with what people do in it. */
final class Browser implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Path SCREENSHOTS =
            Path.of(System.getProperty("project.basedir", "."), "target", "screenshots");

    private static final Path CHROMEDRIVER = Path.of("/usr/bin/chromedriver");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** One that prefers a language, of the size of a desk's screen. */
    static Browser open(String language) {
        return open(language, CHROMEDRIVER);
    }

    /**
     * One whose driver is started by another command.
     *
     * @param driverCommand takes the driver's words
     */
    static Browser open(String language, Path driverCommand) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        // A container has no user namespaces for a sandbox and little shared memory; the pages are our own.
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--window-size=1400,950",
                "--lang=" + language);
        options.setExperimentalOption("prefs", Map.of("intl.accept_languages", language));
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driverCommand.toFile())
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().pageLoadTimeout(PATIENCE).scriptTimeout(PATIENCE);
        return new Browser(driver);
    }

    Browser go(String url) {
        driver.get(url);
        return this;
    }

    /** Shows a view of the page that is open. */
    void view(String hash) {
        run("location.hash = arguments[0]", hash);
    }

    /** The width of a phone, or of a desk. */
    void width(int width) {
        // A window is never as narrow as a phone.
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 850, "deviceScaleFactor", 1, "mobile", true));
        assertThat(says("return innerWidth == " + width)).isTrue();
    }

    String address() {
        return String.valueOf(driver.getCurrentUrl());
    }

    /** What a script gives; it may be drawn anew meanwhile. */
    @Nullable
    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** The visible text of the whole page. */
    String text() {
        return String.valueOf(run("return document.body.innerText"));
    }

    String text(String selector) {
        return String.valueOf(run(
                "return [...document.querySelectorAll(arguments[0])].map(one => one.innerText).join('\\n')", selector));
    }

    long count(String selector) {
        Object found = run("return document.querySelectorAll(arguments[0]).length", selector);
        return ((Number) Objects.requireNonNull(found)).longValue();
    }

    void click(String selector) {
        untilIt(() -> {
            driver.findElement(By.cssSelector(selector)).click();
            return true;
        });
    }

    /** Whether a script gives true. */
    boolean says(String script) {
        return Boolean.TRUE.equals(run(script));
    }

    /** Puts a text in place of what is written in a field. */
    void write(String selector, String text) {
        untilIt(() -> {
            WebElement field = driver.findElement(By.cssSelector(selector));
            field.clear();
            field.sendKeys(text);
            return true;
        });
    }

    void choose(String selector, String value) {
        untilIt(() -> {
            run(
                    "const one = document.querySelector(arguments[0]); one.value = arguments[1];"
                            + " one.dispatchEvent(new Event('change', {bubbles: true}))",
                    selector,
                    value);
            return true;
        });
    }

    /** Keys for whatever has the focus. */
    void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    void tab() {
        press(Keys.TAB);
    }

    void acceptQuestion() {
        untilIt(() -> {
            driver.switchTo().alert().accept();
            return true;
        });
    }

    void awaitText(String selector, String wanted) {
        await().atMost(PATIENCE)
                .ignoreException(WebDriverException.class)
                .untilAsserted(() -> assertThat(text(selector)).contains(wanted));
    }

    /** Elements that are drawn anew may be gone when they are clicked. */
    void untilIt(Callable<Boolean> happens) {
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .until(happens);
    }

    /** Of the page's scripts, in megabytes, once what nothing holds is gone. */
    double liveHeapMegabytes() {
        driver.executeCdpCommand("HeapProfiler.collectGarbage", Map.of());
        Object used = driver.executeCdpCommand("Runtime.getHeapUsage", Map.of()).get("usedSize");
        return ((Number) Objects.requireNonNull(used)).doubleValue() / (1 << 20);
    }

    /** For people to look at. */
    void screenshot(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    /** What the console says that should not be there: errors, and what the policy forbids. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::toString)
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}

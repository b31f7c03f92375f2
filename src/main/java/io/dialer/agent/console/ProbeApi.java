package io.dialer.agent.console;

import io.dialer.agent.blackbox.Module;
import io.dialer.agent.blackbox.Modules;
import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.RunOnce;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.ProbeResult;
import io.dialer.agent.telemetry.metrics.Families;
import io.dialer.agent.telemetry.metrics.ProbeSamples;
import io.prometheus.metrics.model.snapshots.Labels;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code /probe?target&module&hostname&debug}: as blackbox_exporter answers, by the scheduler's pool. A probe that fails is an
 * answer of 200 with {@code probe_success} 0; what cannot be probed at all is 400, and a pool that is full 503.
 */
final class ProbeApi {
    private static final String DEFAULT_MODULE = "http_2xx";
    private static final String SCRAPE_TIMEOUT = "X-Prometheus-Scrape-Timeout-Seconds";

    private final Bus bus;
    private final Supplier<Modules> modules;
    private final Doorkeeper doorkeeper;

    ProbeApi(Bus bus, Supplier<Modules> modules, Doorkeeper doorkeeper) {
        this.bus = bus;
        this.modules = modules;
        this.doorkeeper = doorkeeper;
    }

    void addTo(Router router) {
        router.get("/probe")
                .handler(context -> doorkeeper.admit(context, Right.SCRAPE))
                .handler(this::probe);
    }

    private void probe(RoutingContext context) {
        String target = ResultQuery.parameter(context, "target");
        String name = ResultQuery.parameter(context, "module");
        Module module = modules.get().find(name == null ? DEFAULT_MODULE : name).orElse(null);
        if (module == null) {
            Problem.answer(
                    context,
                    400,
                    "module: \"%s\" is not in the file scrape.blackbox_modules"
                            .formatted(name == null ? DEFAULT_MODULE : name));
        } else if (target == null) {
            Problem.answer(context, 400, "target: is missing; allowed: what the module's prober takes");
        } else if (module.type() == null) {
            Problem.answer(
                    context,
                    400,
                    "module: the prober \"%s\" of %s is not in this version; allowed: http, tcp, icmp, dns, grpc"
                            .formatted(module.prober(), module.name()));
        } else {
            run(context, module, module.type(), target);
        }
    }

    private void run(RoutingContext context, Module module, String type, String target) {
        Duration timeout;
        try {
            timeout = scrapeTimeout(context.request().getHeader(SCRAPE_TIMEOUT));
        } catch (IllegalArgumentException wrong) {
            Problem.answer(context, 400, String.valueOf(wrong.getMessage()));
            return;
        }
        String hostname = ResultQuery.parameter(context, "hostname");
        if (hostname != null && module.contradicts(hostname)) {
            Problem.answer(context, 400, "hostname: \"%s\" is not the header Host of the module".formatted(hostname));
            return;
        }
        bus.ask(Addresses.SCHEDULER_RUN, new RunOnce("", module.task(type, target, hostname, timeout), false))
                .onSuccess(result -> answer(context, module, result))
                .onFailure(failure -> Problem.answer(context, 503, String.valueOf(failure.getMessage())));
    }

    private static @Nullable Duration scrapeTimeout(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return null;
        }
        if (!header.matches("[0-9]{1,6}(\\.[0-9]{1,9})?")) {
            throw new IllegalArgumentException(
                    "%s: \"%s\" is not allowed; allowed: seconds".formatted(SCRAPE_TIMEOUT, header));
        }
        return Duration.ofMillis(Math.round(Double.parseDouble(header) * 1e3));
    }

    private static void answer(RoutingContext context, Module module, ProbeResult result) {
        boolean debug = "true".equals(context.request().getParam("debug"));
        String text;
        try {
            boolean success = result.outcome() == Outcome.SUCCESS;
            String broken =
                    success ? module.conditions().broken(result.measurement().details()) : null;
            Families families = new Families();
            families.add(ProbeSamples.of(result, success && broken == null), Labels.EMPTY);
            text = debug ? debug(module, result, broken, families.text()) : families.text();
        } catch (RuntimeException fault) {
            // Nobody else would answer, and the scrape would wait.
            context.fail(fault);
            return;
        }
        context.response()
                .putHeader("Content-Type", debug ? "text/plain; charset=utf-8" : Families.CONTENT_TYPE)
                .putHeader("Cache-Control", "no-store")
                .end(text);
    }

    /** Headers and the body may be secrets under any name. */
    private static JsonObject shown(JsonObject options) {
        JsonObject shown = MaskedOptions.of(options);
        JsonObject headers = shown.getJsonObject("headers");
        if (headers != null) {
            headers.fieldNames().forEach(name -> headers.put(name, MaskedOptions.MASK));
        }
        if (!shown.getString("body", "").isEmpty()) {
            shown.put("body", MaskedOptions.MASK);
        }
        return shown;
    }

    private static String debug(Module module, ProbeResult result, @Nullable String broken, String metrics) {
        JsonObject shown = new JsonObject()
                .put("name", module.name())
                .put("prober", module.prober())
                .put("options", shown(module.options()))
                .put("warnings", new JsonArray(module.warnings()));
        return """
                The run:
                %s
                %s
                Metrics that would have been returned:
                %s
                The module:
                %s
                """.formatted(
                        result.toJson().encodePrettily(),
                        broken == null ? "" : "And the module is stricter: " + broken + "\n",
                        metrics,
                        shown.encodePrettily());
    }
}

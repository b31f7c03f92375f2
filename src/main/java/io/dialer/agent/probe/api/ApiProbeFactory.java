package io.dialer.agent.probe.api;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.ProbeContext;
import io.dialer.agent.probe.ProbeFactory;
import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.ProxyEnvironment;
import io.dialer.agent.probe.api.redaction.CappedText;
import io.dialer.agent.probe.api.signin.Authorizer;
import io.dialer.agent.probe.api.signin.OAuth2Tokens;
import io.dialer.agent.probe.net.ProbeNetwork;
import io.dialer.agent.probe.net.TlsSettings;
import io.dialer.agent.probe.net.http.HttpEngine;
import io.dialer.agent.probe.net.http.HttpOptions;
import io.dialer.agent.probe.net.http.HttpRoute;
import io.dialer.agent.probe.net.http.ProtocolChoice;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/** Reads the options of {@code api} tasks. */
public final class ApiProbeFactory implements ProbeFactory {
    private static final int DEFAULT_BODY_BYTES = 10 << 20;
    private static final int MOST_IN_RESULT = 1 << 20;
    private static final int USUAL_IN_ALL = 512 << 10;

    private final ProxyEnvironment environment;
    /** Tokens belong to their credentials and not to a task, so all tasks of a network share them. */
    private final Map<ProbeNetwork, Authorizer> authorizers = new WeakHashMap<>();

    /** As the process's environment says. */
    public ApiProbeFactory() {
        this(System.getenv());
    }

    ApiProbeFactory(Map<String, String> environment) {
        this.environment = new ProxyEnvironment(environment);
    }

    @Override
    public String type() {
        return "api";
    }

    @Override
    public Probe create(ProbeTask task, Options options, ProbeContext context) {
        ProbeNetwork network = context.service(ProbeNetwork.class);
        Transaction transaction = TransactionReader.read(task.target(), options);
        HttpRoute route = HttpOptions.route(options, environment, null);
        if (transaction.base() != null) {
            HttpOptions.tryProxies(route, transaction.base());
        }
        CallShape shape = new CallShape(
                options.text("user_agent", "IT-Dialer-Agent/2.0"),
                route,
                options.wholeNumber("max_body_bytes", DEFAULT_BODY_BYTES, 0, 1L << 30),
                options.integer("max_body_in_result", usual(transaction.steps().size()), 0, MOST_IN_RESULT));
        HttpOptions.validate("user_agent", List.of(Map.entry("User-Agent", shape.userAgent())));
        HttpEngine engine = new HttpEngine(network.connector(), network.heap());
        return new ApiProbe(
                transaction,
                prepared(transaction.steps(), options, network),
                new StepRunner(transaction, shape, engine, authorizer(network, engine), context.messages()),
                new ApiProbe.Surroundings(
                        context.systemVariables(), task.tenantId(), context.messages(), shape.maxBodyInResult()));
    }

    /** Many steps share what a result may hold, unless the task says otherwise: each has two bodies, and all stand twice. */
    private static int usual(int steps) {
        return Math.min(CappedText.DEFAULT_BYTES, USUAL_IN_ALL / (2 * steps));
    }

    private synchronized Authorizer authorizer(ProbeNetwork network, HttpEngine engine) {
        return authorizers.computeIfAbsent(
                network,
                first -> new Authorizer(new OAuth2Tokens(engine, InstantSource.system()), InstantSource.system()));
    }

    private static List<PreparedStep> prepared(List<Step> steps, Options options, ProbeNetwork network) {
        JsonObject common = new JsonObject()
                .put("ca_file", options.text("ca_file"))
                .put("min_version", options.text("min_version"));
        return steps.stream()
                .map(step -> new PreparedStep(step, tls(step, common, network)))
                .toList();
    }

    /** A certificate's file may hold its key as well, as the first agent's library read it. */
    private static TlsSettings tls(Step step, JsonObject common, ProbeNetwork network) {
        String certificate = step.request().certificateFile();
        String key = step.request().keyFile();
        JsonObject own =
                new JsonObject().put("cert_file", certificate).put("key_file", key == null ? certificate : key);
        try {
            return network.tlsSettings(
                    new Options(own, common), step.request().verify(), 0, ProtocolChoice.AUTO.offered());
        } catch (InvalidOption unusable) {
            throw unusable.option().equals("cert_file")
                    ? unusable.called("ssl_cert").within(step.place() + ".request")
                    : unusable;
        }
    }
}

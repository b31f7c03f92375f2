package io.dialer.agent.probe.api;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.JsonValues;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.api.answer.Assertion;
import io.dialer.agent.probe.api.answer.Extraction;
import io.dialer.agent.probe.api.request.RequestReader;
import io.dialer.agent.probe.api.request.StepRequest;
import io.dialer.agent.probe.api.request.Variables;
import io.dialer.agent.probe.api.signin.SignIn;
import io.dialer.agent.probe.api.signin.SignInReader;
import io.dialer.agent.probe.net.http.Url;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an {@code api} task's options, in either vocabulary. Used once, for one task. */
public final class TransactionReader {
    private final List<String> warnings = new ArrayList<>();

    private TransactionReader() {}

    /**
     * Reads the options that say what the steps do.
     *
     * @throws InvalidOption naming step and field where they cannot be used
     */
    public static Transaction read(String target, Options options) {
        return new TransactionReader().transaction(target, options);
    }

    private Transaction transaction(String target, Options options) {
        Map<String, Object> start = new LinkedHashMap<>();
        startValues("initialVariables", options, start);
        startValues("variables", options, start);
        SignIn signIn = SignInReader.ofTask(options);
        passOverTheBackendsOwn(options);
        List<Step> steps = steps(options);
        return new Transaction(
                base(target), start, signIn, steps, options.seconds("timeout", 60, 0.001, 3600), warnings);
    }

    /** What the backend's pages write for themselves, or for nobody. */
    private void passOverTheBackendsOwn(Options options) {
        options.has("apiSteps");
        boolean none = options.written("authentication") instanceof JsonObject one
                && "none".equals(one.getValue("type", "none"));
        if (options.has("authentication") && !none) {
            warnings.add("authentication: not used; allowed: authentications, a list");
        }
    }

    private static @Nullable Url base(String target) {
        try {
            return Url.parse(target);
        } catch (InvalidOption notAUrl) {
            // The first agent never looked at it: with absolute URLs in the steps it may be any text.
            return null;
        }
    }

    private void startValues(String option, Options options, Map<String, Object> start) {
        int index = 0;
        for (Options variable : options.groups(option)) {
            String place = option + "[" + index++ + "]";
            String name = variable.text("name", "");
            if (name.isBlank() || name.strip().equals("$")) {
                warnings.add(place + ".name: empty, left out");
                continue;
            }
            Object value = JsonValues.plain(variable.written("value"));
            start.put(Variables.named(name), value == null ? "" : value);
        }
    }

    private List<Step> steps(Options options) {
        Object written = options.written("steps");
        if (written instanceof String) {
            throw InvalidOption.hidden("steps", "a list of at least one step");
        }
        if (!(written instanceof JsonArray array) || array.isEmpty()) {
            throw new InvalidOption("steps", written, "a list of at least one step");
        }
        List<Step> steps = new ArrayList<>();
        for (Object element : array) {
            String place = "steps[" + steps.size() + "]";
            if (!(element instanceof JsonObject object)) {
                throw element instanceof String
                        ? InvalidOption.hidden(place, "an object with a request")
                        : new InvalidOption(place, element, "an object with a request");
            }
            steps.add(step(place, new Options(object, new JsonObject())));
        }
        return steps;
    }

    private Step step(String number, Options step) {
        String place = number;
        try {
            String name = step.text("name", "").strip();
            place = name.isEmpty() ? number : number + " (" + name + ")";
            String id = step.text("step_id", step.text("id", number));
            Options request = step.group("request");
            if (request == null) {
                throw new InvalidOption("request.url", null, "a request with a URL");
            }
            Step read = new Step(
                    place,
                    id,
                    name.isEmpty() ? id : name,
                    request(request),
                    extractions(place, step),
                    assertions(place, step),
                    step.flag("fail_fast", false),
                    step.flag("always", false));
            step.has("alerts");
            warnOfUnknown(place, step);
            return read;
        } catch (InvalidOption wrong) {
            throw wrong.within(place);
        }
    }

    private void warnOfUnknown(String place, Options written) {
        written.unknown().forEach(name -> warnings.add("unknown option: " + place + "." + name));
    }

    private static StepRequest request(Options request) {
        try {
            return RequestReader.read(request);
        } catch (InvalidOption wrong) {
            throw wrong.within("request");
        }
    }

    /** The editor's first, as the first agent ran them. */
    private List<Extraction> extractions(String place, Options step) {
        List<Extraction> read = new ArrayList<>();
        extractions(place, step, "variables", "name", "body", read);
        extractions(place, step, "extract", "variable_name", "json_body", read);
        return read;
    }

    private void extractions(
            String place, Options step, String option, String nameField, String source, List<Extraction> read) {
        int index = 0;
        for (Options written : step.groups(option)) {
            String row = option + "[" + index++ + "]";
            try {
                String name = written.text(nameField, "").strip();
                if (name.isEmpty() || name.equals("$")) {
                    warnings.add(place + "." + row + "." + nameField + ": empty, left out");
                    continue;
                }
                Extraction extraction = Extraction.of(
                        written.text("source", source), written.text("expression", ""), Variables.named(name));
                warnOfUnknown(place + "." + row, written);
                read.add(extraction);
            } catch (InvalidOption wrong) {
                throw wrong.within(row);
            }
        }
    }

    private List<Assertion> assertions(String place, Options step) {
        List<Assertion> read = new ArrayList<>();
        for (Options written : step.groups("assertions")) {
            try {
                Assertion assertion = Assertion.from(written);
                warnOfUnknown(place + ".assertions[" + read.size() + "]", written);
                read.add(assertion);
            } catch (InvalidOption wrong) {
                throw wrong.within("assertions[" + read.size() + "]");
            }
        }
        return read;
    }
}

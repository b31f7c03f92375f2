package io.dialer.agent.probe.api;

import io.dialer.agent.probe.SystemVariable;
import io.dialer.agent.probe.api.redaction.Redaction;
import io.dialer.agent.probe.api.request.Variables;
import io.dialer.agent.probe.api.signin.SignIn;
import io.dialer.agent.probe.net.http.CookieJar;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one run of a transaction carries from step to step, and what of it is secret. Used by one thread. */
final class TransactionState {
    private final Variables variables;
    private final CookieJar cookies = new CookieJar(InstantSource.system());
    private final Set<String> secrets = new HashSet<>();
    private final Set<String> users = new HashSet<>();

    TransactionState(Transaction transaction, List<SystemVariable> system) {
        variables = transaction.variables(system);
    }

    Variables variables() {
        return variables;
    }

    CookieJar cookies() {
        return cookies;
    }

    void keepSecret(@Nullable SignIn signIn) {
        if (signIn != null) {
            secrets.addAll(signIn.secrets());
            users.addAll(signIn.users());
        }
    }

    void keepSecrets(Collection<String> more) {
        secrets.addAll(more);
    }

    /** Takes out all that has been found to be secret by now. */
    Redaction redaction() {
        Set<String> all = new HashSet<>(secrets);
        all.addAll(variables.secretValues());
        return new Redaction(all, users);
    }
}

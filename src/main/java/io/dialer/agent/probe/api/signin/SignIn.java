package io.dialer.agent.probe.api.signin;

import io.dialer.agent.probe.net.http.FormPairs;
import java.util.List;
import java.util.function.UnaryOperator;

/** How a step proves who asks. Values are as written, {@code $name} included, until {@link #with} fills them in. */
public sealed interface SignIn {
    /** The same with every value put through a function. */
    SignIn with(UnaryOperator<String> fill);

    /** What no result may show. */
    List<String> secrets();

    /** Whose names may stand beside the secrets, for example in Base64. */
    default List<String> users() {
        return List.of();
    }

    /** Written out: {@code none}. */
    record None() implements SignIn {
        @Override
        public SignIn with(UnaryOperator<String> fill) {
            return this;
        }

        @Override
        public List<String> secrets() {
            return List.of();
        }
    }

    /** RFC 7617. */
    record Basic(String username, String password) implements SignIn {
        @Override
        public SignIn with(UnaryOperator<String> fill) {
            return new Basic(fill.apply(username), fill.apply(password));
        }

        @Override
        public List<String> secrets() {
            return List.of(password);
        }

        @Override
        public List<String> users() {
            return List.of(username);
        }

        @Override
        public String toString() {
            return "Basic[username=" + username + "]";
        }
    }

    /** RFC 7616. */
    record Digest(String username, String password) implements SignIn {
        @Override
        public SignIn with(UnaryOperator<String> fill) {
            return new Digest(fill.apply(username), fill.apply(password));
        }

        @Override
        public List<String> secrets() {
            return List.of(password);
        }

        @Override
        public List<String> users() {
            return List.of(username);
        }

        @Override
        public String toString() {
            return "Digest[username=" + username + "]";
        }
    }

    /** RFC 6750, section 2.1: also a token of OAuth 2 that the task brings. */
    record Bearer(String token) implements SignIn {
        @Override
        public SignIn with(UnaryOperator<String> fill) {
            return new Bearer(fill.apply(token));
        }

        @Override
        public List<String> secrets() {
            return List.of(token);
        }

        @Override
        public String toString() {
            return "Bearer[]";
        }
    }

    /** RFC 5849. */
    record OAuth1(OAuth1Signature signature) implements SignIn {
        @Override
        public SignIn with(UnaryOperator<String> fill) {
            return new OAuth1(new OAuth1Signature(
                    signature.method(),
                    fill.apply(signature.consumerKey()),
                    fill.apply(signature.consumerSecret()),
                    fill.apply(signature.token()),
                    fill.apply(signature.tokenSecret())));
        }

        @Override
        public List<String> secrets() {
            return List.of(signature.consumerSecret(), signature.token(), signature.tokenSecret());
        }
    }

    /** RFC 6749, section 4.4. */
    record OAuth2(ClientCredentials credentials) implements SignIn {
        @Override
        public SignIn with(UnaryOperator<String> fill) {
            return new OAuth2(credentials.with(fill));
        }

        @Override
        public List<String> secrets() {
            return List.of(credentials.clientSecret(), FormPairs.encoded(credentials.clientSecret()));
        }

        @Override
        public List<String> users() {
            return List.of(credentials.clientId(), FormPairs.encoded(credentials.clientId()));
        }
    }
}

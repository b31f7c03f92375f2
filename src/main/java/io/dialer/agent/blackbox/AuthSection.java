package io.dialer.agent.blackbox;

import io.vertx.core.json.JsonObject;

/** How an {@code http} module signs in: as Prometheus's own HTTP clients do. */
final class AuthSection {
    private AuthSection() {}

    static void read(Section http, JsonObject options, JsonObject headers, ModuleFiles files) {
        int ways = 0;
        Section basic = http.section("basic_auth");
        if (basic != null) {
            ways++;
            options.put(
                    "auth",
                    new JsonObject()
                            .put("type", "basic")
                            .put("username", either(basic, "username", "username_file", files))
                            .put("password", either(basic, "password", "password_file", files)));
            basic.end();
        }
        Section authorization = http.section("authorization");
        if (authorization != null) {
            ways++;
            String type = authorization.text("type", "Bearer").strip();
            headers.put("Authorization", type + " " + either(authorization, "credentials", "credentials_file", files));
            authorization.end();
        }
        if (http.has("bearer_token") || http.has("bearer_token_file")) {
            ways++;
            headers.put("Authorization", "Bearer " + either(http, "bearer_token", "bearer_token_file", files));
        }
        Section oauth2 = http.section("oauth2");
        if (oauth2 != null) {
            ways++;
            oauth2.text("client_id");
            oauth2.text("client_secret");
            oauth2.text("client_secret_file");
            oauth2.texts("scopes");
            oauth2.text("token_url");
            oauth2.pairs("endpoint_params");
            JsonObject noEffect = new JsonObject();
            TlsSection.read(oauth2, noEffect, files);
            oauth2.noEffect("proxy_url", "no_proxy", "proxy_from_environment", "proxy_connect_header");
            oauth2.end();
            http.noEffect("oauth2");
        }
        if (ways > 1) {
            throw http.mistake(
                    basic == null ? "authorization" : "basic_auth",
                    "at most one of basic_auth, authorization, oauth2 and bearer_token may stand there");
        }
    }

    private static String either(Section section, String plain, String file, ModuleFiles files) {
        if (section.has(plain) && section.has(file)) {
            throw section.mistake(file, "at most one of %s and %s may stand there".formatted(plain, file));
        }
        return !section.text(file, "").isEmpty() ? files.secret(section, file) : section.text(plain, "");
    }
}

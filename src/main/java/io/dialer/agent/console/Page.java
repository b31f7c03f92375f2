package io.dialer.agent.console;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;

/**
 * The page for people: files from the jar, open to all, because they hold no data; what they show comes by the calls of {@code
 * /api}, with the caller's token.
 */
final class Page {
    private static final String FILES = "/page/*";
    /** The version is the one in pom.xml; a test fails where it is another. */
    private static final String UPLOT = "META-INF/resources/webjars/uplot/1.6.30/dist";

    private static final String CHARTS = "/uplot/*";

    /** Nothing from elsewhere, nothing inline, and nobody may frame it. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    void addTo(Router router) {
        router.get("/").handler(context -> context.redirect("/page/"));
        router.route(FILES).handler(Page::guard).handler(StaticHandler.create("page"));
        router.route(CHARTS).handler(Page::guard).handler(StaticHandler.create(UPLOT));
    }

    private static void guard(RoutingContext context) {
        context.addHeadersEndHandler(ended -> {
            MultiMap headers = context.response().headers();
            headers.set("Content-Security-Policy", POLICY);
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Referrer-Policy", "no-referrer");
            // Asked again each time, so that a new agent's page is seen at once; what has not changed is not sent.
            headers.set("Cache-Control", "no-cache");
        });
        context.next();
    }
}

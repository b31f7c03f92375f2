package io.dialer.agent.backend.embedded;

import io.dialer.agent.backend.Capabilities;
import io.dialer.agent.bus.EmbeddedReply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** {@code /nodes}: agents register, send heartbeats, and are listed. */
final class NodeCalls {
    /** What this backend can do beyond the first one's API. */
    private static final JsonArray CAPABILITIES = new JsonArray().add(Capabilities.RESULTS_BATCH);

    private final NodeStore nodes;

    NodeCalls(NodeStore nodes) {
        this.nodes = nodes;
    }

    Future<EmbeddedReply> answer(Call call) {
        if (call.is("POST", "register")) {
            return register(call.body());
        }
        if (call.is("POST", "heartbeat")) {
            return heartbeat(call.body());
        }
        if (call.is("GET")) {
            Page page = call.page(Page.LARGEST);
            return nodes.all().map(all -> Answers.page(page, all));
        }
        throw call.rest().isEmpty()
                ? call.notAllowed("GET")
                : Refusal.notFound(call.source().path());
    }

    Future<EmbeddedReply> register(JsonObject body) {
        return nodes.register(agentId(body), text(body, "agent_area"), text(body, "ip_address"), text(body, "hostname"))
                .map(node -> Answers.created(node.put("capabilities", CAPABILITIES)));
    }

    Future<EmbeddedReply> heartbeat(JsonObject body) {
        return nodes.heartbeat(agentId(body), body)
                .map(node -> node.map(Answers::ok).orElseGet(() -> Answers.failure(404, "the node is not registered")));
    }

    private static String agentId(JsonObject body) {
        if (body.getValue("agent_id") instanceof String text && !text.isBlank()) {
            return text;
        }
        throw Refusal.badRequest("agent_id: it is needed, as a text");
    }

    private static String text(JsonObject body, String field) {
        Object value = body.getValue(field);
        return value == null ? "" : value.toString();
    }
}

package io.dialer.agent.console;

import io.dialer.agent.bus.MemberStatus;
import io.dialer.agent.bus.Members;
import io.dialer.agent.bus.Moves;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** What {@code /api/agent/members} answers. Pure. */
final class MembersBody {
    private MembersBody() {}

    /**
     * The members, and who of them owns some tasks.
     *
     * @param taskIds the tasks that somebody asked for
     */
    static JsonObject of(Members members, List<String> taskIds) {
        JsonArray list = new JsonArray();
        members.all().forEach(member -> list.add(of(member)));
        JsonObject owners = new JsonObject();
        taskIds.forEach(id -> owners.put(id, members.ownership().ownerOf(id)));
        return new JsonObject()
                .put("self", members.self())
                .put("leader", members.leader())
                .put("members", list)
                .put("owners", owners);
    }

    private static JsonObject of(MemberStatus member) {
        Moves moves = member.moves();
        return new JsonObject()
                .put("node_id", member.nodeId())
                .put("agent_id", member.agentId())
                .put("standing", member.standing().name().toLowerCase(Locale.ROOT))
                .put("hostname", member.hostname())
                .put("version", member.version())
                .put("gateway", member.gateway())
                .put("started_at", member.startedAt().toString())
                .put("tasks", member.status().tasks().total())
                .put("running", member.status().tasks().running())
                .put("max_workers", member.status().pool().maxWorkers())
                .put("completed", member.status().pool().completed())
                .put("outbox_depth", member.outbox().depth())
                .put(
                        "moves",
                        new JsonObject()
                                .put("received", moves.received())
                                .put("inherited", moves.inherited())
                                .put("handed_over", moves.handedOver()));
    }
}

package io.dialer.agent.bus;

import io.dialer.agent.probe.ProbeResult;
import java.time.Duration;

/** Every address of the agent. {@code verticles.md} documents each, and a test fails when one is missing there. */
public final class Addresses {
    private static final Duration LOCAL_CALL = Duration.ofSeconds(10);
    /** Longer than the longest limits that the backend's link may be given, so that those end a call and not this one. */
    private static final Duration BACKEND_CALL = Duration.ofHours(3);
    /** A list comes in many pages, each with a limit of its own. */
    private static final Duration TASK_LIST = Duration.ofMinutes(30);

    public static final Request<RegisterRequest, BackendReply> BACKEND_REGISTER =
            new Request<>("backend.register", RegisterRequest.class, BackendReply.class, BACKEND_CALL);
    public static final Request<Heartbeat, BackendReply> BACKEND_HEARTBEAT =
            new Request<>("backend.heartbeat", Heartbeat.class, BackendReply.class, BACKEND_CALL);
    public static final Request<TaskListRequest, TaskList> BACKEND_TASKS =
            new Request<>("backend.tasks", TaskListRequest.class, TaskList.class, TASK_LIST);
    public static final Request<VariableListRequest, VariableList> BACKEND_VARIABLES =
            new Request<>("backend.variables", VariableListRequest.class, VariableList.class, TASK_LIST);
    public static final Request<Delivery, DeliveryReply> BACKEND_DELIVER =
            new Request<>("backend.deliver", Delivery.class, DeliveryReply.class, BACKEND_CALL);
    public static final Request<BackendLook, BackendSeen> BACKEND_LOOK =
            new Request<>("backend.look", BackendLook.class, BackendSeen.class, BACKEND_CALL);
    public static final Request<EmbeddedCall, EmbeddedReply> EMBEDDED_CALL =
            new Request<>("embedded.call", EmbeddedCall.class, EmbeddedReply.class, Duration.ofMinutes(1));
    public static final Request<SyncNow, SyncStats> SYNC_NOW =
            new Request<>("sync.now", SyncNow.class, SyncStats.class, TASK_LIST);
    public static final Request<TaskAssignment, SyncStats> SCHEDULER_TASKS =
            new Request<>("scheduler.tasks", TaskAssignment.class, SyncStats.class, Duration.ofMinutes(1));
    public static final Request<Drain, AgentStatus> SCHEDULER_DRAIN =
            new Request<>("scheduler.drain", Drain.class, AgentStatus.class, Duration.ofHours(2));
    public static final Request<StatusQuery, AgentStatus> SCHEDULER_STATUS =
            new Request<>("scheduler.status", StatusQuery.class, AgentStatus.class, LOCAL_CALL);
    public static final Request<Release, Released> SCHEDULER_RELEASE =
            new Request<>("scheduler.release", Release.class, Released.class, LOCAL_CALL);
    public static final Request<RunOnce, ProbeResult> SCHEDULER_RUN = new Request<>(
            "scheduler.run",
            RunOnce.class,
            ProbeResult.class,
            Duration.ofDays(1).plusMinutes(1));
    public static final Request<StatusQuery, LatenessHistogram> SCHEDULER_LATENESS =
            new Request<>("scheduler.lateness", StatusQuery.class, LatenessHistogram.class, LOCAL_CALL);
    public static final Request<StatusQuery, Settled> SCHEDULER_SETTLED =
            new Request<>("scheduler.settled", StatusQuery.class, Settled.class, LOCAL_CALL);
    public static final Request<TaskQuery, TaskListing> SCHEDULER_LIST =
            new Request<>("scheduler.list", TaskQuery.class, TaskListing.class, LOCAL_CALL);
    public static final Request<StatusQuery, LinkStatus> HEARTBEAT_LINK =
            new Request<>("heartbeat.link", StatusQuery.class, LinkStatus.class, LOCAL_CALL);
    public static final Request<StatusQuery, OutboxStatus> OUTBOX_STATUS =
            new Request<>("outbox.status", StatusQuery.class, OutboxStatus.class, LOCAL_CALL);
    public static final Request<StatusQuery, Done> OUTBOX_SETTLED =
            new Request<>("outbox.settled", StatusQuery.class, Done.class, LOCAL_CALL);
    public static final Request<DeadLetterCommand, DeadLetters> OUTBOX_DEAD =
            new Request<>("outbox.dead", DeadLetterCommand.class, DeadLetters.class, LOCAL_CALL);

    public static final Request<HistoryQuery, HistoryPage> HISTORY_RESULTS =
            new Request<>("history.results", HistoryQuery.class, HistoryPage.class, LOCAL_CALL);

    public static final Topic<HistoryPage.Entry> HISTORY_KEPT = new Topic<>("history.kept", HistoryPage.Entry.class);

    public static final Topic<ProbeResult> PROBE_RESULT = new Topic<>("probe.result", ProbeResult.class);

    public static final Topic<ProbeTypesChanged> PROBE_TYPES = new Topic<>("probe.types", ProbeTypesChanged.class);

    public static final Topic<BackendCapabilities> BACKEND_CAPABILITIES =
            new Topic<>("backend.capabilities", BackendCapabilities.class);

    public static final Request<ConfigChanged, Done> BACKEND_CONFIGURE =
            new Request<>("backend.configure", ConfigChanged.class, Done.class, Duration.ofHours(1));
    public static final Request<StatusQuery, ConfigStatus> CONFIG_STATUS =
            new Request<>("config.status", StatusQuery.class, ConfigStatus.class, LOCAL_CALL);

    public static final Request<StatusQuery, ConfigShown> CONFIG_SHOWN =
            new Request<>("config.shown", StatusQuery.class, ConfigShown.class, LOCAL_CALL);

    public static final Topic<ConfigChanged> CONFIG_CHANGED = new Topic<>("config.changed", ConfigChanged.class);

    public static final Request<TakeStanding, Members> CLUSTER_STANDING =
            new Request<>("cluster.standing", TakeStanding.class, Members.class, LOCAL_CALL);
    public static final Request<StatusQuery, Members> CLUSTER_LOOK =
            new Request<>("cluster.look", StatusQuery.class, Members.class, LOCAL_CALL);
    public static final Request<Handover, Done> CLUSTER_HANDOVER =
            new Request<>("cluster.handover", Handover.class, Done.class, Duration.ofSeconds(1));
    public static final Request<StatusQuery, Moves> CLUSTER_MOVES =
            new Request<>("cluster.moves", StatusQuery.class, Moves.class, LOCAL_CALL);
    public static final Topic<Members> CLUSTER_MEMBERS = new Topic<>("cluster.members", Members.class);
    public static final Topic<MemberStatus> CLUSTER_STATUS = new Topic<>("cluster.status", MemberStatus.class);

    public static final Request<StoreQuery, StoreContent> EMBEDDED_STORE =
            new Request<>("embedded.store", StoreQuery.class, StoreContent.class, Duration.ofSeconds(30));
    public static final Topic<StoreRevision> STORE_REVISION = new Topic<>("store.revision", StoreRevision.class);

    public static final Topic<AgentPhase> AGENT_PHASE = new Topic<>("agent.phase", AgentPhase.class);

    public static final Topic<ConsoleOpened> CONSOLE_OPENED = new Topic<>("console.opened", ConsoleOpened.class);

    private Addresses() {}
}

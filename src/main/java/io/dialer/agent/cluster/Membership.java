package io.dialer.agent.cluster;

import io.dialer.agent.bus.MemberStatus;
import io.dialer.agent.bus.Members;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What is known of the members: what each said last and when. One is alive while the cluster manager has it and it says
 * something; one that is silent has gone, whatever the cluster manager thinks of it. Moments are of {@link
 * System#nanoTime()}. Used on one event loop.
 */
final class Membership {
    /** As long as Hazelcast waits for a sign of life. */
    static final Duration LONGEST_SILENCE = Duration.ofSeconds(5);
    /** It speaks once a second, so it missed once. */
    private static final Duration MISSED = Duration.ofMillis(1_200);
    /** A loop that was held up this long has not heard the others, although they may have spoken. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

    private static final Duration LONGEST_HOLD_UP = Duration.ofSeconds(2);
    /** Who takes a task over asks at once. */
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private final Map<String, Heard> heard = new TreeMap<>();
    private final Map<String, Gone> gone = new HashMap<>();
    private final OwnStatus own;
    private final String self;
    private final InstantSource clock;
    private long lastLook;

    /**
     * What a member said last.
     *
     * @param at when it was heard
     * @param settled until when nothing was missing of its runs
     */
    private record Heard(MemberStatus status, long at, long settled) {}

    private record Gone(long settled, long noticed) {}

    /**
     * Nobody was heard yet.
     *
     * @param clock of this host, which what others say of theirs is compared with
     */
    Membership(OwnStatus own, InstantSource clock, long now) {
        this.clock = clock;
        this.own = own;
        this.self = own.now().nodeId();
        this.lastLook = now;
    }

    /** Another member spoke. Returns whether it was not among the live ones before. */
    boolean heard(MemberStatus status, long now) {
        if (status.nodeId().equals(self)) {
            return false;
        }
        gone.remove(status.nodeId());
        return heard.put(status.nodeId(), new Heard(status, now, settled(status, now))) == null;
    }

    /**
     * Forgets those that have gone.
     *
     * @param present the ids that the cluster manager has now
     */
    void look(Collection<String> present, long now) {
        long pause = now - lastLook;
        lastLook = now;
        if (pause > LONGEST_LOOK.toNanos()) {
            heard.replaceAll((id, last) -> new Heard(last.status(), Math.min(now, last.at() + pause), last.settled()));
        }
        heard.entrySet().removeIf(entry -> {
            Heard last = entry.getValue();
            boolean lost = !present.contains(entry.getKey()) || now - last.at() > LONGEST_SILENCE.toNanos();
            if (lost) {
                noteGone(entry.getKey(), last, now);
            }
            return lost;
        });
        gone.values().removeIf(member -> now - member.noticed() > REMEMBERED.toNanos());
    }

    /** Ids of those that should have spoken by now. */
    List<String> silent(long now) {
        return heard.entrySet().stream()
                .filter(entry -> isSilent(entry.getValue(), now))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** One that is silent has died, whether or not the cluster manager knows it yet. */
    void died(String nodeId, long now) {
        Heard last = heard.get(nodeId);
        if (last != null && isSilent(last, now)) {
            heard.remove(nodeId);
            noteGone(nodeId, last, now);
        }
    }

    /**
     * Tasks of a member that went before may have become this one's while it said nothing any more; then it never ran them, and
     * they are missing since that other member went.
     */
    private void noteGone(String nodeId, Heard last, long now) {
        long settled = gone.values().stream()
                .filter(before -> before.noticed() > last.settled())
                .mapToLong(Gone::settled)
                .reduce(last.settled(), Math::min);
        gone.put(nodeId, new Gone(settled, now));
    }

    /** What it says by its clock is believed within a few seconds: clocks may differ, and a long hold-up is its own loss. */
    private long settled(MemberStatus status, long now) {
        long age = TimeUnit.MILLISECONDS.toNanos(clock.millis() - status.settledMs());
        boolean said = status.settledMs() != 0;
        return said ? now - Math.clamp(age, 0, LONGEST_HOLD_UP.toNanos()) : now;
    }

    private static boolean isSilent(Heard last, long now) {
        return now - last.at() > MISSED.toNanos();
    }

    /** Ids that the cluster manager has and that were never heard. */
    List<String> unheard(Collection<String> present) {
        return present.stream()
                .filter(id -> !id.equals(self) && !heard.containsKey(id) && !gone.containsKey(id))
                .toList();
    }

    Members members() {
        List<MemberStatus> all = new ArrayList<>();
        heard.values().forEach(last -> all.add(last.status()));
        all.add(own.now());
        all.sort(Comparator.comparing(MemberStatus::nodeId));
        Map<String, Long> settled = new HashMap<>();
        gone.forEach((id, member) -> settled.put(id, member.settled()));
        return new Members(self, all, settled);
    }
}

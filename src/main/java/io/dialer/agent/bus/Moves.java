package io.dialer.agent.bus;

/**
 * Tasks that moved between members, as this node saw it since its start.
 *
 * @param received taken over from a member that handed them over
 * @param inherited taken over from a member that had gone
 * @param handedOver given to other members
 */
public record Moves(long received, long inherited, long handedOver) {
    public static final Moves NONE = new Moves(0, 0, 0);
}

package io.dialer.agent.probe.api.redaction;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;

/**
 * Finds all of many texts at once in one pass (Aho and Corasick, 1975), whatever they and the text are made of: time grows
 * with the text's length only. Works on octets, with few bytes for each, because a secret may be a token of some KiB.
 * Immutable once made.
 */
final class SecretSearch {
    private static final int ROOT = 0;

    private byte[] labels = new byte[64];
    private int[] firstChild = new int[64];
    private int[] nextSibling = new int[64];
    private int[] fallback = new int[64];
    /** The longest of the wanted that ends at a node; 0: none does. */
    private int[] longest = new int[64];
    /** How many octets lead to a node. */
    private int[] depth = new int[64];

    private int nodes = 1;

    SecretSearch(Collection<String> wanted) {
        for (String each : wanted) {
            insert(each.getBytes(StandardCharsets.UTF_8));
        }
        link();
    }

    /**
     * Marks every character of the text that is part of a find.
     *
     * @param cut whether the text went on, so that what it ends with may be the beginning of one
     */
    void mark(OctetView view, BitSet marked, boolean cut) {
        int node = ROOT;
        int markedFrom = view.length();
        int[] lengths = new int[view.length()];
        for (int index = 0; index < view.length(); index++) {
            byte octet = view.octet(index);
            int child = child(node, octet);
            while (child == ROOT && node != ROOT) {
                node = fallback[node];
                child = child(node, octet);
            }
            node = child;
            lengths[index] = longest[node];
        }
        if (cut && depth[node] > 0) {
            markedFrom = view.length() - depth[node];
        }
        // Backwards, so that each octet is marked once, however many finds overlap there.
        for (int index = view.length() - 1; index >= 0; index--) {
            if (lengths[index] > 0) {
                markedFrom = Math.min(markedFrom, index - lengths[index] + 1);
            }
            if (index >= markedFrom) {
                marked.set(view.start(index), view.end(index));
            }
        }
    }

    private int child(int node, byte label) {
        int child = firstChild[node];
        while (child != ROOT && labels[child] != label) {
            child = nextSibling[child];
        }
        return child;
    }

    private void insert(byte[] octets) {
        int node = ROOT;
        for (byte octet : octets) {
            int child = child(node, octet);
            node = child == ROOT ? addChild(node, octet) : child;
        }
        longest[node] = Math.max(longest[node], octets.length);
    }

    private int addChild(int node, byte label) {
        if (nodes == labels.length) {
            labels = Arrays.copyOf(labels, nodes * 2);
            firstChild = Arrays.copyOf(firstChild, nodes * 2);
            nextSibling = Arrays.copyOf(nextSibling, nodes * 2);
            fallback = Arrays.copyOf(fallback, nodes * 2);
            longest = Arrays.copyOf(longest, nodes * 2);
            depth = Arrays.copyOf(depth, nodes * 2);
        }
        labels[nodes] = label;
        depth[nodes] = depth[node] + 1;
        nextSibling[nodes] = firstChild[node];
        firstChild[node] = nodes;
        return nodes++;
    }

    private void link() {
        Deque<Integer> queue = new ArrayDeque<>();
        queue.add(ROOT);
        while (!queue.isEmpty()) {
            int node = queue.remove();
            for (int child = firstChild[node]; child != ROOT; child = nextSibling[child]) {
                int other = fallback[node];
                int found = node == ROOT ? ROOT : child(other, labels[child]);
                while (node != ROOT && found == ROOT && other != ROOT) {
                    other = fallback[other];
                    found = child(other, labels[child]);
                }
                fallback[child] = found;
                longest[child] = Math.max(longest[child], longest[found]);
                queue.add(child);
            }
        }
    }
}

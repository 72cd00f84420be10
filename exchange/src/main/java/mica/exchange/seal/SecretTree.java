package mica.exchange.seal;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The keys of an epoch's rows, one after the other; what was passed is overwritten and cannot be derived again, here or by
 * who takes this object. A binary tree of hashes, as the secret tree of RFC 9420 (9): the holder of the seed reaches any
 * row in {@value #DEPTH} steps where a chain would need thousands (ADR 11). For one thread.
 *
 * <p>A child is SHA-256 over a label, 0 for left or 1 for right, and the parent: one block, a function keyed by its input
 * as RFC 8391 (5.1) uses it. Plain arrays, unlike the keys of a MAC, can be overwritten.
 */
public final class SecretTree {

    /** Rows of an epoch at most: 2 to this power. */
    static final int DEPTH = 14;

    private static final byte[] LABEL = "mica ratchet 2".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY = 32;

    /** A subtree that nobody walked yet: its rows begin at first. */
    private record Node(byte[] key, int depth, int first) {
        int size() {
            return 1 << (DEPTH - depth);
        }
    }

    private final MessageDigest digest = Sha256.create();
    private final Deque<Node> ahead = new ArrayDeque<>();

    /** @param seed 32 octets, overwritten when the first key is taken */
    SecretTree(byte[] seed) {
        ahead.push(new Node(seed, 0, 0));
    }

    /**
     * The key of a row; 32 octets.
     *
     * @throws IllegalArgumentException when that row, or a later one, was taken before, or the epoch has no such row
     */
    byte[] key(int row) {
        Node node = ahead.pop();
        if (row < node.first()) {
            ahead.push(node);
            throw new IllegalArgumentException("row " + row + " is past");
        }
        while (row >= node.first() + node.size()) {
            Arrays.fill(node.key(), (byte) 0);
            if (ahead.isEmpty()) {
                throw new IllegalArgumentException("an epoch has no row " + row);
            }
            node = ahead.pop();
        }
        while (node.depth() < DEPTH) {
            Node right = new Node(child(digest, node.key(), 1), node.depth() + 1, node.first() + node.size() / 2);
            Node left = new Node(child(digest, node.key(), 0), node.depth() + 1, node.first());
            Arrays.fill(node.key(), (byte) 0);
            if (row < right.first()) {
                ahead.push(right);
                node = left;
            } else {
                Arrays.fill(left.key(), (byte) 0);
                node = right;
            }
        }
        return node.key();
    }

    /** Forgets all rows to come. */
    void destroy() {
        ahead.forEach(node -> Arrays.fill(node.key(), (byte) 0));
        ahead.clear();
    }

    /** The key of a row, for the holder of the seed. @throws IllegalArgumentException when an epoch has no such row */
    public static byte[] key(byte[] seed, int row) {
        if (row < 0 || row >= 1 << DEPTH) {
            throw new IllegalArgumentException("an epoch has no row " + row);
        }
        MessageDigest digest = Sha256.ofThread();
        byte[] key = seed;
        for (int depth = DEPTH - 1; depth >= 0; depth--) {
            key = child(digest, key, (row >> depth) & 1);
        }
        return key;
    }

    private static byte[] child(MessageDigest digest, byte[] parent, int side) {
        digest.update(LABEL);
        digest.update((byte) side);
        digest.update(parent);
        byte[] child = new byte[KEY];
        try {
            digest.digest(child, 0, KEY);
        } catch (DigestException impossible) {
            throw new IllegalStateException(impossible);
        }
        return child;
    }
}

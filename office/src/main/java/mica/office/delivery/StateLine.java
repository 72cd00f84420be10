package mica.office.delivery;

import java.nio.charset.StandardCharsets;

/** The states of a chunk's people, one letter a person, as the database keeps them. For one thread. */
final class StateLine {

    private final byte[] letters;

    private StateLine(byte[] letters) {
        this.letters = letters;
    }

    static StateLine of(String text) {
        StateLine line = new StateLine(text.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < line.size(); i++) {
            line.get(i);
        }
        return line;
    }

    int size() {
        return letters.length;
    }

    RecipientState get(int person) {
        return RecipientState.of((char) letters[person]);
    }

    /** @throws IllegalStateException when the table has no such step */
    void move(int person, RecipientState to) {
        RecipientState from = get(person);
        if (!RecipientTransitions.TABLE.lead(from, to)) {
            throw new IllegalStateException("a delivery does not go from " + from + " to " + to);
        }
        letters[person] = (byte) to.letter();
    }

    int count(RecipientState state) {
        int count = 0;
        for (byte letter : letters) {
            count += letter == state.letter() ? 1 : 0;
        }
        return count;
    }

    boolean isDone() {
        for (int i = 0; i < letters.length; i++) {
            if (!get(i).isSettled()) {
                return false;
            }
        }
        return true;
    }

    /** As it is stored. */
    @Override
    public String toString() {
        return new String(letters, StandardCharsets.US_ASCII);
    }
}

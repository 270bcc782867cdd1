package io.jtwisted.text;

import io.jtwisted.net.ProtocolException;
import java.util.StringJoiner;

/**
 * Takes a line apart, and complains in words.
 *
 * <pre>{@code
 * String[] words = Words.of("FOUND 12", 2);
 * assertThat(Words.oneOf(Status.class, words[0])).isEqualTo(Status.FOUND);
 * assertThat(Words.number(words[1], 65_535)).isEqualTo(12);
 * }</pre>
 */
public final class Words {
    private static final int SHOWN = 32;

    private Words() {}

    /**
     * The words of a text, which are divided by one space or more.
     *
     * @throws ProtocolException if they are not exactly this many
     */
    public static String[] of(String text, int count) throws ProtocolException {
        String[] words = new String[count];
        int found = 0;
        for (int from = 0; from < text.length(); ) {
            int space = text.indexOf(' ', from);
            int to = space < 0 ? text.length() : space;
            if (to > from) {
                if (found < count) {
                    words[found] = text.substring(from, to);
                }
                found++;
            }
            from = to + 1;
        }
        if (found != count) {
            throw new ProtocolException("expected " + count + (count == 1 ? " word" : " words") + ", not " + found);
        }
        return words;
    }

    /**
     * A number from 0 to {@code max}: ASCII digits and nothing else.
     *
     * @throws ProtocolException if it is none
     */
    public static int number(String text, int max) throws ProtocolException {
        return (int) number(text, (long) max);
    }

    /**
     * The same of up to 63 bits.
     *
     * @throws ProtocolException if it is none
     */
    public static long number(String text, long max) throws ProtocolException {
        long number = text.isEmpty() ? -1 : 0;
        for (int i = 0; i < text.length() && number >= 0; i++) {
            number = Ascii.withDigit(number, text.charAt(i), max);
        }
        if (number < 0 || number > max) {
            throw new ProtocolException("expected a number from 0 to " + max + ", not '" + shown(text) + "'");
        }
        return number;
    }

    /**
     * The constant of this name, in capitals of ASCII or not.
     *
     * @throws ProtocolException if there is none
     */
    public static <E extends Enum<E>> E oneOf(Class<E> type, String text) throws ProtocolException {
        StringJoiner known = new StringJoiner(", ");
        String name = Ascii.upperCase(text);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return constant;
            }
            known.add(constant.name());
        }
        throw new ProtocolException("expected one of " + known + ", not '" + shown(text) + "'");
    }

    /** The beginning of what a peer said, fit for a log. */
    static String shown(String text) {
        String beginning = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        return beginning.replaceAll("\\p{Cntrl}", "?");
    }
}

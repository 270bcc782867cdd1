package io.jtwisted.text;

/**
 * Capitals of ASCII and of nothing else. What a peer sends is compared with these: by Unicode's rules there are other
 * letters whose capital is an S, a K or an I, and what one program takes for a command another one does not.
 */
final class Ascii {
    private static final int TO_CAPITAL = 'a' - 'A';

    private Ascii() {}

    /** The same text with capitals for the letters from a to z. */
    static String upperCase(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isSmall(text.charAt(i))) {
                return changed(text, i);
            }
        }
        return text;
    }

    private static String changed(String text, int from) {
        char[] letters = text.toCharArray();
        for (int i = from; i < letters.length; i++) {
            if (isSmall(letters[i])) {
                letters[i] = (char) (letters[i] - TO_CAPITAL);
            }
        }
        return new String(letters);
    }

    private static boolean isSmall(char letter) {
        return 'a' <= letter && letter <= 'z';
    }
}

package io.jtwisted.text;

/**
 * Capitals and digits of ASCII and of nothing else. What a peer sends is compared with these: by Unicode's rules there are other
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

    /** The number that these digits and one more make; -1 if that is no digit, or the number is above {@code max}. */
    static long withDigit(long number, int character, long max) {
        int digit = character - '0';
        if (digit < 0 || digit > 9 || number > (max - digit) / 10) {
            return -1;
        }
        return 10 * number + digit;
    }

    /** Whether these are the same, in capitals or not. */
    static boolean same(int one, int other) {
        return one == other || (isLetter(one) && (one ^ TO_CAPITAL) == other);
    }

    private static boolean isLetter(int character) {
        int small = character | TO_CAPITAL;
        return 'a' <= small && small <= 'z';
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

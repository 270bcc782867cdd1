package io.jtwisted.spring.autoconfigure;

/** Numbers as a reader says them. */
final class Counted {

    private Counted() {}

    /** {@code 1 connection}, {@code 2 connections}. */
    static String connections(int number) {
        return number == 1 ? "1 connection" : number + " connections";
    }
}

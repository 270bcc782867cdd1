package io.jtwisted.benchmarks.load;

/**
 * What one server did in one round.
 *
 * @param rate in the unit of the case
 * @param cpu microseconds of CPU time of the server for one of them; NaN where that means nothing
 * @param generator which part of its core the generator used, from 0 to 1
 */
record Sample(double rate, double cpu, double generator) {}

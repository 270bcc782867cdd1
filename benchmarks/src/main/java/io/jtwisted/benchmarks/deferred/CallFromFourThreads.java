package io.jtwisted.benchmarks.deferred;

import org.openjdk.jmh.annotations.Threads;

/** Four threads ask one loop. */
@Threads(4)
public class CallFromFourThreads extends CallFromThread {}

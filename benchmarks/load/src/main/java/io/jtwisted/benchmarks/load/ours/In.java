package io.jtwisted.benchmarks.load.ours;

import io.jtwisted.net.Protocol;

/** Throws away what comes, as every protocol does which does not say otherwise. */
final class In extends Protocol {}

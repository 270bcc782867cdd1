package io.jtwisted.benchmarks.start;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** What an application has cost until it was ready, as one line for {@code benchmarks/run}. */
public final class Ready {

    private Ready() {}

    /** Prints the milliseconds since the JVM began, those of CPU time, and the number of classes which are loaded. */
    public static void print() {
        long wall = ManagementFactory.getRuntimeMXBean().getUptime(); // first: the others take time themselves
        int classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
        long cpu = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
        System.out.println("ready " + wall + " " + TimeUnit.NANOSECONDS.toMillis(cpu) + " " + classes);
    }
}

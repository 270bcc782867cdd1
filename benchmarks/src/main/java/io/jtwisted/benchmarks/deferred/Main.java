package io.jtwisted.benchmarks.deferred;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs all rows, or those whose name is given, and prints the table. For {@code benchmarks/run deferred}; arguments: where
 * JMH's JSON goes, where its log goes, and what the user has said: {@code --quick}, {@code --cpu}, rows.
 */
final class Main {
    private static final int CONTINUATIONS = 21;

    private Main() {}

    public static void main(String... args) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuTime.class)
                .jvmArgsAppend("-Xms1g", "-Xmx1g")
                .jvmArgsAppend("--enable-native-access=ALL-UNNAMED", "-Dlogback.configurationFile=quiet.xml")
                .shouldFailOnError(true)
                .resultFormat(ResultFormatType.JSON)
                .result(args[0])
                .output(args[1]);
        if (Runtime.version().feature() >= CONTINUATIONS) { // as the manifest of a main jar has it
            options.jvmArgsPrepend("--add-exports", "java.base/jdk.internal.vm=ALL-UNNAMED");
        }
        List<String> words = List.of(args).subList(2, args.length);
        List<String> rows =
                words.stream().filter(word -> !word.startsWith("--")).toList();
        for (String row : rows.isEmpty() ? List.of("") : rows) {
            options.include("^" + Main.class.getPackageName().replace(".", "\\.") + "\\." + row);
        }
        boolean quick = words.contains("--quick");
        time(options, quick ? 1 : 2, quick ? 2 : 4, TimeValue.milliseconds(quick ? 250 : 400));
        new Table(new Runner(options.build()).run(), words.contains("--cpu")).print(System.out);
    }

    private static void time(ChainedOptionsBuilder options, int forks, int iterations, TimeValue each) {
        options.forks(forks)
                .warmupIterations(iterations)
                .warmupTime(each)
                .measurementIterations(iterations)
                .measurementTime(each);
    }
}

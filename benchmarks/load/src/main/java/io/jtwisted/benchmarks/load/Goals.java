package io.jtwisted.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What DESIGN.md 10 asks for, as far as this runner can tell. */
final class Goals {
    private static final String OURS = Servers.OURS;
    private static final String PROTOTYPE = "spring-prototype";
    private static final double SCALE = 0.95;

    private static final List<Goal> GOALS = List.of(
            Goal.rate("echo50", OURS, "netty-epoll", 0.97),
            Goal.rate("echo1000", OURS, "netty-epoll", 0.97),
            Goal.rate("echo50", OURS, "reactor-netty", 1.0),
            Goal.rate("echo50", OURS, "vertx", 1.0),
            Goal.rate("echo50", OURS, "twisted", 3.0),
            Goal.rate("lines50", OURS, "netty-epoll", 2.0),
            Goal.rate("lines50", OURS, "netty-noleak", 2.0),
            Goal.rate("lines50", OURS, "netty-bytebuf", 1.5),
            Goal.rate("frames50", OURS, "netty-epoll", 1.0),
            Goal.rate("frames50", OURS, "netty-noleak", 1.0),
            Goal.rate("bulk8", OURS, "netty-epoll", 0.65),
            Goal.noSlower("bulk8", OURS, "vertx"),
            Goal.rate("bulkin8", OURS, "netty-epoll", 0.65),
            Goal.noSlower("bulkin8", OURS, "vertx"),
            Goal.rate("bulkout8", OURS, "netty-epoll", 0.65),
            Goal.noSlower("bulkout8", OURS, "vertx"),
            Goal.noSlower("relay50", OURS, "netty-epoll"),
            Goal.noSlower("relay8", OURS, "netty-epoll"),
            Goal.rate("accept", OURS, "netty-epoll", 0.95),
            Goal.rate("accept", PROTOTYPE, "netty-epoll", 0.93),
            Goal.noSlower("accept", "jtwisted-limits", OURS),
            Goal.rate("echo50", PROTOTYPE, OURS, 0.98),
            Goal.rate("echo1000", PROTOTYPE, OURS, 0.98),
            Goal.cost("echo50", "spring-metrics", PROTOTYPE, Sample::cpu, 1.02),
            Goal.cost("echo1000", "spring-metrics", PROTOTYPE, Sample::cpu, 1.02),
            Goal.cost("idle", OURS, "netty-epoll", Sample::rate, 1.5));

    /**
     * A ratio which is to be at least, or at most, so much.
     *
     * @param sign 1 for at least, -1 for at most
     * @param margin how much worse is still no worse
     */
    private record Goal(
            String name,
            String server,
            String against,
            ToDoubleFunction<Sample> what,
            double bound,
            int sign,
            double margin) {

        static Goal rate(String name, String server, String against, double least) {
            return new Goal(name, server, against, Sample::rate, least, 1, 0);
        }

        /** Than another: as far as can be told. */
        static Goal noSlower(String name, String server, String against) {
            return new Goal(name, server, against, Sample::rate, 1, 1, Estimate.WIDEST);
        }

        static Goal cost(String name, String server, String against, ToDoubleFunction<Sample> what, double most) {
            return new Goal(name, server, against, what, most, -1, 0);
        }

        /** By CPU time where the rates are too noisy and it is not, as a server that needs half of it is twice as fast. */
        Optional<String> verdict(Results results) {
            Optional<Estimate> measured = results.compare(name, server, against, what);
            Optional<Estimate> cpu = results.compare(name, server, against, sample -> 1 / sample.cpu());
            return sign > 0
                            && measured.isPresent()
                            && !measured.get().decided()
                            && cpu.orElseThrow().decided()
                    ? cpu.map(instead -> verdict(instead) + " by CPU time")
                    : measured.map(this::verdict);
        }

        /** The whole interval must be on the right side, or on the wrong one, for a verdict. */
        String verdict(Estimate measured) {
            double worst = sign > 0 ? measured.low() : measured.high();
            double best = sign > 0 ? measured.high() : measured.low();
            String verdict =
                    sign * (worst - bound) + margin >= 0 ? "met" : sign * (best - bound) < 0 ? "MISSED" : "open";
            return String.format(
                    Locale.ROOT,
                    "%-7s %-10s %-17s %-8s %-15s %s %.2f: %.3f (%s)",
                    verdict,
                    name,
                    server,
                    sign > 0 || name.equals("idle") ? "against" : "CPU of",
                    against,
                    sign > 0 ? "at least" : "at most ",
                    bound,
                    measured.median(),
                    measured.interval());
        }
    }

    private Goals() {}

    /** A line for each goal of which something was measured. */
    static List<String> verdicts(Results results) {
        List<String> verdicts = new ArrayList<>();
        GOALS.forEach(goal -> goal.verdict(results).ifPresent(verdicts::add));
        Optional<Estimate> middle = echo(results, "echo50");
        Stream.of("echo1", "echo10", "echo100", "echo1000", "echo9000")
                .flatMap(name -> scale(name, echo(results, name), middle).stream())
                .forEach(verdicts::add);
        results.samples().keySet().stream()
                .flatMap(one -> Goal.noSlower(one.name(), OURS, Servers.BEFORE).verdict(results).stream())
                .forEach(verdicts::add);
        return verdicts;
    }

    private static Optional<Estimate> echo(Results results, String name) {
        return results.compare(name, OURS, Servers.REFERENCE, Sample::rate);
    }

    /** Not the same rounds, so there is no interval of their own: those of both are taken at their worst. */
    private static Optional<String> scale(String name, Optional<Estimate> here, Optional<Estimate> middle) {
        if (here.isEmpty() || middle.isEmpty()) {
            return Optional.empty();
        }
        Estimate above = here.get();
        Estimate below = middle.get();
        Estimate ratio =
                new Estimate(above.median() / below.median(), above.low() / below.high(), above.high() / below.low());
        Goal goal = new Goal(name, "scale", "echo50", Sample::rate, SCALE, 1, 0);
        return Optional.of(goal.verdict(ratio));
    }
}

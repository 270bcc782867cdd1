package io.jtwisted.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** The runner: {@code Load [--quick] [--before JAR] [CASE...]}, from the root of the project. */
public final class Load {
    private static final int INTERRUPTED = 130;

    private final Machine machine;
    private final Pace pace;
    private final Results results = new Results();
    private final Report report;
    private final Random random = new Random(1); // the same orders in all runs
    private final Set<String> said = new LinkedHashSet<>();

    private Load(Machine machine, Pace pace) {
        this.machine = machine;
        this.pace = pace;
        this.report = new Report(machine, pace, results);
    }

    public static void main(String... arguments) throws Exception {
        List<String> names = new ArrayList<>(List.of(arguments));
        boolean quick = names.remove("--quick");
        // Whatever happens: nothing that was started here outlives us.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
        try {
            Optional<Server> before = before(names);
            List<Case> cases = Cases.named(names, quick).stream()
                    .map(one -> before.map(one::before).orElse(one))
                    .toList();
            Machine machine = Machine.prepare(Files.createDirectories(Path.of("benchmarks/target")));
            new Load(machine, quick ? Pace.QUICK : Pace.FULL).run(cases);
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        } catch (InterruptedException e) {
            System.exit(INTERRUPTED);
        }
    }

    /** Takes {@code --before JAR} out of the arguments. */
    private static Optional<Server> before(List<String> arguments) {
        int option = arguments.indexOf("--before");
        if (option < 0) {
            return Optional.empty();
        }
        arguments.remove(option);
        if (option == arguments.size()) {
            throw new IllegalArgumentException("--before needs the jar of an earlier jtwisted-core");
        }
        return Optional.of(Servers.named(Servers.OURS).library(Servers.BEFORE, Path.of(arguments.remove(option))));
    }

    private void run(List<Case> cases) throws Exception {
        Instant start = Instant.now();
        System.out.println(machine);
        System.out.println(pace.rounds() + " rounds of " + pace.measure() + " ms for each server and case");
        Map<Group, List<Case>> groups = new LinkedHashMap<>();
        for (Case one : cases) {
            groups.computeIfAbsent(one.group(), unknown -> new ArrayList<>()).add(fitting(one));
        }
        for (Map.Entry<Group, List<Case>> entry : groups.entrySet()) {
            Optional<String> missing = machine.missing(entry.getKey());
            if (missing.isPresent()) {
                say("left out: " + entry.getValue().get(0).name() + " " + missing.get());
            } else if (entry.getKey().idle()) {
                idle(entry.getValue().get(0));
            } else {
                run(entry.getKey(), entry.getValue());
            }
        }
        report.finish(Duration.between(start, Instant.now()));
    }

    private Case fitting(Case wanted) {
        Case fitting = wanted.connections(machine.mostConnections());
        if (fitting.connections() < wanted.connections()) {
            say(wanted.name() + ": only " + fitting.connections() + " connections; for more, raise ulimit -n to "
                    + (wanted.connections() + 1_000));
        }
        return fitting;
    }

    private void run(Group group, List<Case> cases) throws Exception {
        Set<Server> wanted = new LinkedHashSet<>();
        cases.forEach(one -> wanted.addAll(one.servers()));
        List<Running> running = new ArrayList<>();
        try {
            running.addAll(start(group, wanted, group.relays() ? behind(running) : 0));
            Set<Server> warm = new LinkedHashSet<>();
            for (Case one : cases) {
                measure(one, running, warm);
                report.print(one);
            }
        } finally {
            running.forEach(Running::close);
        }
    }

    /** Starts the server behind relays; its port. */
    private int behind(List<Running> running) throws Exception {
        Running backend = Running.backend(machine);
        running.add(backend);
        backend.await();
        return backend.port();
    }

    private List<Running> start(Group group, Collection<Server> servers, int backend) throws Exception {
        List<Running> started = new ArrayList<>();
        for (Server server : servers) {
            Optional<String> missing = machine.missing(server);
            if (missing.isPresent()) {
                say("left out: " + server.name() + " " + missing.get());
            } else {
                started.add(Running.start(machine, server, group, backend));
            }
        }
        List<Running> ready = new ArrayList<>();
        for (Running running : started) {
            try {
                running.await();
                ready.add(running);
            } catch (IOException | TimeoutException e) {
                running.close();
                say("left out: " + running.server().name() + ": " + e.getMessage());
            }
        }
        return ready;
    }

    private void measure(Case measured, List<Running> running, Set<Server> warm) {
        Map<Server, Generator> loads = new LinkedHashMap<>();
        try {
            for (Running one : running) {
                if (measured.servers().contains(one.server())) {
                    warmUp(measured, one, warm, loads);
                }
            }
            for (int round = 0; round < pace.rounds(); round++) {
                for (Server server : order(loads.keySet(), round)) {
                    turn(measured, server, loads);
                }
            }
        } finally {
            loads.values().forEach(Generator::close);
        }
    }

    /**
     * Any order, another one in each round. But we have our turn beside the reference, before or after it: the machine
     * may be slower a quarter of a minute later.
     */
    private List<Server> order(Collection<Server> servers, int round) {
        List<Server> order = new ArrayList<>(servers);
        Collections.shuffle(order, random);
        Server ours = Servers.named(Servers.OURS);
        if (order.contains(Servers.named(Servers.REFERENCE)) && order.remove(ours)) {
            order.add(order.indexOf(Servers.named(Servers.REFERENCE)) + round % 2, ours);
        }
        return order;
    }

    private void warmUp(Case measured, Running running, Set<Server> warm, Map<Server, Generator> loads) {
        Server server = running.server();
        attempt(measured, server, loads, () -> {
            Generator load = Generator.connect(machine, measured, running);
            loads.put(server, load);
            load.run(0, warm.add(server) ? pace.first() : pace.next());
        });
    }

    private void turn(Case measured, Server server, Map<Server, Generator> loads) {
        Generator load = loads.get(server);
        if (load != null) {
            attempt(
                    measured,
                    server,
                    loads,
                    () -> results.add(measured, server, load.run(pace.settle(), pace.measure())));
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private void attempt(Case measured, Server server, Map<Server, Generator> loads, Step step) {
        try {
            step.run();
        } catch (IOException e) {
            say(measured.name() + ": " + server.name() + " failed: " + e.getMessage());
            results.remove(measured, server);
            Generator load = loads.remove(server);
            if (load != null) {
                load.close();
            }
        }
    }

    private void idle(Case heap) throws Exception {
        Case resident = new Case(
                heap.name() + "-rss",
                heap.title().replace("heap", "resident set"),
                heap.group(),
                heap.load(),
                heap.connections(),
                heap.size(),
                heap.depth(),
                heap.unit(),
                heap.servers());
        for (int round = 0; round < pace.idle(); round++) {
            for (Server server : heap.servers()) {
                Optional<String> missing = machine.missing(server);
                if (missing.isPresent()) {
                    say("left out: " + server.name() + " " + missing.get());
                    continue;
                }
                try {
                    Memory memory = Memory.ofConnection(machine, heap, server);
                    if (server.isJava()) {
                        results.add(heap, server, new Sample(memory.heap(), Double.NaN, 0));
                    }
                    results.add(resident, server, new Sample(memory.resident(), Double.NaN, 0));
                } catch (IOException | TimeoutException e) {
                    say(heap.name() + ": " + server.name() + " failed: " + e.getMessage());
                }
            }
        }
        report.print(heap);
        report.print(resident);
    }

    /** Once. */
    private void say(String words) {
        if (said.add(words)) {
            System.out.println(words);
        }
    }
}

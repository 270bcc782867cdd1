package io.jtwisted.testsupport;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What the rules of {@link Architecture} ask of classes and of their calls. */
final class Traits {
    private static final Set<String> OPTIONALS = Set.of(
            Optional.class.getName(),
            OptionalInt.class.getName(),
            OptionalLong.class.getName(),
            OptionalDouble.class.getName());

    private Traits() {}

    static ArchCondition<JavaClass> hold(String description, Predicate<JavaClass> condition) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!condition.test(type)) {
                    events.add(violated(type, type.getDescription() + " does not " + description));
                }
            }
        };
    }

    /** Asks this of the class in whose file a class is. */
    static DescribedPredicate<JavaClass> outermost(DescribedPredicate<JavaClass> question) {
        return describe(question.getDescription(), type -> question.test(outermost(type)));
    }

    static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(Traits::outermost).orElse(type);
    }

    static boolean isUnitTest(JavaClass type) {
        return outermost(type).getSimpleName().endsWith("Test");
    }

    /** How many classes are between this one and that ancestor, with this one. */
    static int depthBelow(String ancestor, JavaClass type) {
        return (int) type.getAllRawSuperclasses().stream()
                .filter(between -> between.isAssignableTo(ancestor))
                .count();
    }

    static boolean isOptional(JavaClass type) {
        return OPTIONALS.contains(type.getName());
    }

    static boolean readsTheTime(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        return switch (access.getName()) {
            case "currentTimeMillis", "nanoTime" -> owner.equals("java.lang.System");
            case "now" -> owner.startsWith("java.time.");
            case "systemUTC", "systemDefaultZone", "system" -> owner.equals("java.time.Clock");
            default -> false;
        };
    }

    static boolean sleeps(JavaAccess<?> access) {
        return access.getName().equals("sleep")
                && (access.getTargetOwner().isAssignableTo(Thread.class)
                        || access.getTargetOwner().isAssignableTo(TimeUnit.class));
    }

    static boolean changesCaseAnyhow(JavaAccess<?> access) {
        return access.getTargetOwner().isEquivalentTo(String.class)
                && Set.of("toUpperCase", "toLowerCase").contains(access.getName())
                && access.getTarget() instanceof CodeUnitAccessTarget target
                && target.getRawParameterTypes().isEmpty();
    }
}

package io.jtwisted.spring.autoconfigure;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import io.jtwisted.testsupport.Architecture;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** The rules of all modules, and those for what knows Spring. */
class ArchitectureTest extends Architecture {

    ArchitectureTest() {
        super("io.jtwisted.spring");
    }

    @Override
    protected DescribedPredicate<JavaClass> mayUseSpring() {
        return alwaysTrue();
    }

    @Override
    protected DescribedPredicate<JavaClass> mayUseOurNetty() {
        return alwaysTrue();
    }

    /** It is for the user who customizes Netty. */
    @Override
    protected DescribedPredicate<JavaClass> mayUseNetty() {
        return describe(
                "customize Netty", type -> type.getFullName().equals("io.jtwisted.spring.SslContextBuilderCustomizer"));
    }

    @Override
    protected DescribedPredicate<JavaClass> mayWait() {
        return describe("are lifecycles", type -> type.getSimpleName().endsWith("Lifecycle"));
    }

    /** A context has a reactor: that is what they test. */
    @Override
    protected DescribedPredicate<JavaClass> mayStartReactors() {
        return alwaysTrue();
    }

    @Test
    void autoConfigurationsAreFinal() {
        check(classes()
                .that()
                .areAnnotatedWith(AutoConfiguration.class)
                .should()
                .haveModifier(JavaModifier.FINAL));
    }

    @Test
    void theirBeanMethodsArePackagePrivate() {
        check(methods().that().areAnnotatedWith(Bean.class).should().bePackagePrivate());
    }

    @Test
    void testsKeepAwayFromTheClient() {
        checkTests(noClasses()
                .that()
                .haveNameMatching(".*Test(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .haveSimpleName("Client"));
    }
}

package io.jtwisted.testsupport;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;

/** The rules hold for the module that has them, but that it is all about tests. */
class ArchitectureTest extends Architecture {

    ArchitectureTest() {
        super("io.jtwisted.testsupport");
    }

    @Override
    protected DescribedPredicate<JavaClass> mayAssert() {
        return alwaysTrue();
    }

    @Override
    protected DescribedPredicate<JavaClass> mayUseNetty() {
        return alwaysTrue();
    }

    /** A child of a test ends when the system says so. */
    @Override
    protected DescribedPredicate<JavaClass> mayAskForTheTime() {
        return describe("are children", type -> type.isEquivalentTo(Child.class));
    }
}

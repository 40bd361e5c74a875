package dev.gavel.auction;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.gavel.auction.format.Format;
import dev.gavel.auction.model.FormatKind;

/** The floors of the domain, and what it must not touch so that every replica decides alike. */
@AnalyzeClasses(packages = "dev.gavel.auction", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String FORMATS = "dev.gavel.auction.format..";

    private static final String ASK_THE_FORMAT = "what a kind of auction does is asked of Format: the "
            + "line belongs into the room of that kind, dev.gavel.auction.format.<kind>, behind a "
            + "question in the terms of the trade that every kind answers";

    @ArchTest
    static final ArchRule floors = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.gavel.auction..")
            .layer("model")
            .definedBy("..auction.model")
            .layer("message")
            .definedBy("..auction.message")
            .layer("state")
            .definedBy("..auction.state")
            .layer("format")
            .definedBy("..auction.format..")
            .layer("rules")
            .definedBy("..auction.rules")
            .layer("schema")
            .definedBy("..auction.schema")
            .layer("codec")
            .definedBy("..auction.codec")
            .layer("query")
            .definedBy("..auction.query")
            .layer("root")
            .definedBy("dev.gavel.auction")
            .whereLayer("root")
            .mayOnlyBeAccessedByLayers("query")
            .whereLayer("query")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("rules")
            .mayOnlyBeAccessedByLayers("root", "query")
            .whereLayer("format")
            .mayOnlyBeAccessedByLayers("rules", "codec", "query", "root")
            .whereLayer("codec")
            .mayOnlyBeAccessedByLayers("query")
            .whereLayer("schema")
            .mayOnlyBeAccessedByLayers("codec")
            .whereLayer("state")
            .mayOnlyBeAccessedByLayers("format", "rules", "codec", "query", "root")
            .whereLayer("message")
            .mayOnlyBeAccessedByLayers("state", "format", "rules", "codec", "query", "root");

    @ArchTest
    static final ArchRule noCircles = slices().matching("dev.gavel.auction.(*)..")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule noCirclesOfRooms = slices().matching("dev.gavel.auction.(**)")
            .should()
            .beFreeOfCycles();

    /** Nor can their classes be asked for by {@code instanceof}, or cast to. */
    @ArchTest
    static final ArchRule roomsAreClosed = noClasses().that()
            .resideOutsideOfPackage(FORMATS)
            .should()
            .dependOnClassesThat(resideInAPackage(FORMATS)
                    .and(not(resideInAPackage("dev.gavel.auction.format")))
                    .and(not(resideInAPackage("dev.gavel.auction.format.kinds"))))
            .because(ASK_THE_FORMAT);

    /** A comparison or a switch reads the constants; the names as such may be passed on. */
    @ArchTest
    static final ArchRule kindsAreNotCompared = noClasses().that()
            .resideOutsideOfPackage(FORMATS)
            .and()
            .doNotBelongToAnyOf(FormatKind.class)
            .should()
            .accessFieldWhere(new DescribedPredicate<JavaFieldAccess>("name one kind of auction") {
                @Override
                public boolean test(JavaFieldAccess access) {
                    return access.getTargetOwner().isEquivalentTo(FormatKind.class);
                }
            })
            .because(ASK_THE_FORMAT);

    @ArchTest
    static final ArchRule formatsAreNotTold = noClasses().that()
            .resideOutsideOfPackage(FORMATS)
            .should(new ArchCondition<JavaClass>("tell formats apart by instanceof") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                    item.getInstanceofChecks()
                            .stream()
                            .filter(check -> check.getRawType()
                                    .getPackageName()
                                    .startsWith(Format.class.getPackageName()))
                            .forEach(check -> events.add(
                                    SimpleConditionEvent.satisfied(item,
                                            check.getOwner().getFullName() + " tells "
                                                    + check.getRawType().getSimpleName()
                                                    + " apart in "
                                                    + check.getSourceCodeLocation())));
                }
            })
            .because(ASK_THE_FORMAT);

    @ArchTest
    static final ArchRule jacksonStaysInCodec = noClasses().that()
            .resideOutsideOfPackage("..auction.codec")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml..");

    @ArchTest
    static final ArchRule onlyTheJdk = noClasses().should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("java..", "dev.gavel.auction..", "com.fasterxml..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule noClockRandomThreadOrFile = noClasses().should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.time\\.Clock|java\\.util\\.Random"
                    + "|java\\.util\\.concurrent\\..*|java\\.util\\.UUID"
                    + "|java\\.lang\\.Thread|java\\.io\\.File|java\\.nio\\.file\\..*|java\\.net\\..*")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(Math.class, "random");

    @ArchTest
    static final ArchRule noHashOrderedWalk = noClasses().should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.util\\.(HashMap|HashSet|IdentityHashMap|WeakHashMap)");

    @ArchTest
    static final ArchRule noFloatingPoint = noClasses().should()
            .dependOnClassesThat()
            .haveNameMatching("double|float|java\\.lang\\.(Double|Float)");
}

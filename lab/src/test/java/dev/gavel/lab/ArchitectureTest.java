package dev.gavel.lab;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.gavel.auction.model.FormatKind;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Who may know whom. A wrong import fails with the sentence that it breaks. */
@AnalyzeClasses(packages = "dev.gavel", importOptions = {DoNotIncludeTests.class,
        ArchitectureTest.NoJarsOfTests.class})
class ArchitectureTest {

    private static final String MESSAGES = "dev.gavel.auction.message..";
    private static final String MODEL = "dev.gavel.auction.model..";
    private static final String CODEC = "dev.gavel.auction.codec..";
    private static final String SCHEMA = "dev.gavel.auction.schema..";

    /** Leaves out what the tests of other modules lend to those here. */
    public static final class NoJarsOfTests implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    /** All of ours but these packages, and what is below each of them. */
    private static DescribedPredicate<JavaClass> ofOursBut(String... packages) {
        return resideInAPackage("dev.gavel..").and(not(resideInAnyPackage(packages)))
                .as("are in other modules than " + String.join(" ", packages));
    }

    @ArchTest
    static final ArchRule ratis = noClasses().that()
            .resideOutsideOfPackage("dev.gavel.raft.ratis..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.ratis..")
            .because("raft-core knows Ratis in its package ratis only, and nobody else does");

    @ArchTest
    static final ArchRule replicationAndDomain = noClasses().that()
            .resideInAPackage("dev.gavel.raft..")
            .should()
            .dependOnClassesThat(ofOursBut("dev.gavel.raft.."))
            .because("raft-core replicates opaque bytes and knows no auction");

    @ArchTest
    static final ArchRule face = noClasses().that()
            .resideInAPackage("dev.gavel.raft")
            .and()
            .haveNameNotMatching("dev\\.gavel\\.raft\\.Raft(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.gavel.raft.log..", "dev.gavel.raft.ratis..",
                    "dev.gavel.raft.local..")
            .because("of raft-core's face only the front door, Raft, knows what is behind it");

    @ArchTest
    static final ArchRule frontDoor = noClasses().that()
            .resideOutsideOfPackage("dev.gavel.raft..")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("dev.gavel.raft.local..").or(simpleName("RatisReplicator")))
            .because("a replica is started by raft-core's front door, Raft.replica");

    @ArchTest
    static final ArchRule domain = classes().that()
            .resideInAPackage("dev.gavel.auction..")
            .and()
            .resideOutsideOfPackage("dev.gavel.auction.codec..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("dev.gavel.auction..", "java..",
                    "org.jspecify.annotations.."))
            .because("the domain knows the JDK, and Jackson in its codec only");

    @ArchTest
    static final ArchRule codec = classes().that()
            .resideInAPackage("dev.gavel.auction.codec..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("dev.gavel.auction..", "java..",
                    "org.jspecify.annotations..", "com.fasterxml.jackson.."))
            .because("the domain's codec knows Jackson and nothing else");

    @ArchTest
    static final ArchRule wire = noClasses().that()
            .resideInAPackage("dev.gavel.wire..")
            .should()
            .dependOnClassesThat(ofOursBut("dev.gavel.wire.."))
            .because("the wire is generated code only, and knows nobody");

    @ArchTest
    static final ArchRule client = noClasses().that()
            .resideInAPackage("dev.gavel.client..")
            .should()
            .dependOnClassesThat(ofOursBut("dev.gavel.client..", "dev.gavel.wire..", MESSAGES,
                    MODEL))
            .because("the library knows the wire and the domain's messages, never its state");

    @ArchTest
    static final ArchRule libraryOnly = noClasses().that()
            .resideInAPackage("dev.gavel.client..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "org.jline..", "com.typesafe..", "ch.qos..")
            .because("whoever builds upon the library gets no command line with it");

    @ArchTest
    static final ArchRule server = noClasses().that()
            .resideInAPackage("dev.gavel.server..")
            .should()
            .dependOnClassesThat(ofOursBut("dev.gavel.server..", "dev.gavel.client..",
                    "dev.gavel.raft..", "dev.gavel.auction..", "dev.gavel.wire.."))
            .because("a server is started without shell, sellers' programs, demo and bench: what "
                    + "people type belongs into cli, what a house is tried out with into lab");

    @ArchTest
    static final ArchRule sellers = noClasses().that()
            .resideInAPackage("dev.gavel.sellerrun")
            .should()
            .dependOnClassesThat(ofOursBut("dev.gavel.sellerrun", "dev.gavel.client..",
                    "dev.gavel.wire..", MESSAGES, MODEL))
            .because(
                    "the sellers' and the buyers' programs know the library only, so that they run "
                            + "where no server is installed");

    @ArchTest
    static final ArchRule sellersPage = noClasses().that()
            .resideInAPackage("dev.gavel.sellerrun.page..")
            .should()
            .dependOnClassesThat(ofOursBut("dev.gavel.sellerrun..", "dev.gavel.client..",
                    "dev.gavel.server.http..", "dev.gavel.server.desk..", "dev.gavel.raft",
                    MESSAGES, MODEL))
            .because("the bidder's own page is the server's page, of which it takes the files and "
                    + "the forms of its answers, which are bytes of the log's");

    @ArchTest
    static final ArchRule verbs = noClasses().that()
            .resideInAnyPackage("dev.gavel.cli.verbs..", "dev.gavel.cli.shell..")
            .should()
            .dependOnClassesThat(ofOursBut("dev.gavel.cli.verbs..", "dev.gavel.cli.shell..",
                    "dev.gavel.client..", "dev.gavel.sellerrun..", "dev.gavel.wire..",
                    "dev.gavel.server", "dev.gavel.server.exit..", "dev.gavel.server.process..",
                    "dev.gavel.server.cluster..", "dev.gavel.server.grpc..",
                    MESSAGES, MODEL, CODEC, SCHEMA))
            .because(
                    "the verbs of bidders and sellers ask the house through the library; those that "
                            + "run or read servers are in dev.gavel.cli.servers");

    @ArchTest
    static final ArchRule cli = noClasses().that()
            .resideInAPackage("dev.gavel.cli..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.gavel.lab.."))
            .because("the lab knows all modules, and is found by them as a ToolProvider");

    @ArchTest
    static final ArchRule certificates = noClasses().that()
            .resideOutsideOfPackage("dev.gavel.cli.certs..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bouncycastle..", "dev.gavel.cli.certs..")
            .because("certificates are made in cli.certs only, which is found as a ToolProvider; a "
                    + "server reads them with the JDK");

    @ArchTest
    static final ArchRule oneMain = noClasses().that()
            .haveSimpleName("Main")
            .should()
            .resideOutsideOfPackage("dev.gavel.cli")
            .because("there is one entry for all verbs; a server's is ServerProgram");

    @ArchTest
    static final ArchRule hunt = classes().that()
            .resideInAPackage("dev.gavel.client.hunt..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("dev.gavel.client.hunt..", "java..",
                    "dev.gavel.auction.model..", "org.jspecify.annotations.."))
            .because("a hunt knows no network: its users say what to ask means");

    @ArchTest
    static final ArchRule formats = noClasses().that()
            .resideOutsideOfPackage("dev.gavel.auction..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.gavel.auction.format..")
                    .or(equivalentTo(FormatKind.class)))
            .because("what a kind of auction does only the domain knows; who has its name in JSON "
                    + "asks the codec's FormatsByName");

    @ArchTest
    static final ArchRule grpc = noClasses().that()
            .resideInAPackage("dev.gavel.server..")
            .and()
            .resideOutsideOfPackage("dev.gavel.server.grpc..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.grpc..", "com.google.protobuf..", "dev.gavel.wire..")
            .because("the server knows gRPC in its package grpc only");

    @ArchTest
    static final ArchRule http = noClasses().that()
            .resideInAPackage("dev.gavel.server..")
            .and()
            .resideOutsideOfPackage("dev.gavel.server.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..")
            .because("the server knows the HTTP library in its package http only");

    @ArchTest
    static final ArchRule metrics = noClasses().that()
            .resideInAPackage("dev.gavel.server..")
            .and()
            .resideOutsideOfPackage("dev.gavel.server.metrics..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..")
            .because("the server knows Micrometer in its package metrics only");

    @ArchTest
    static final ArchRule edges = noClasses().that()
            .resideInAPackage("dev.gavel.server.grpc..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.gavel.server.http.."))
            .because("edges never import one another: grpc and http meet at the desk");

    @ArchTest
    static final ArchRule otherEdge = noClasses().that()
            .resideInAPackage("dev.gavel.server.http..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.gavel.server.grpc.."))
            .because("edges never import one another: grpc and http meet at the desk");

    @ArchTest
    static final ArchRule process = noClasses().that()
            .resideOutsideOfPackages("dev.gavel.server", "dev.gavel.server.process..")
            .and()
            .resideInAPackage("dev.gavel.server..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.gavel.server",
                    "dev.gavel.server.process.."))
            .because("what a server consists of does not know the process that it runs in");

    @ArchTest
    static final ArchRule inner = noClasses().that()
            .resideInAnyPackage("dev.gavel.server.replica..", "dev.gavel.server.feed..",
                    "dev.gavel.server.cluster..", "dev.gavel.server.desk..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.gavel.server.grpc..",
                    "dev.gavel.server.http..", "dev.gavel.server.metrics.."))
            .because("imports run down the floors: what is inside does not know the edges");

    /** On two cores and a newer JDK that pool is one thread: who waits on it stops all the others. */
    @ArchTest
    static final ArchRule noCommonPool = noClasses().should()
            .callMethodWhere(new DescribedPredicate<JavaMethodCall>("use the pool of all") {
                @Override
                public boolean test(JavaMethodCall call) {
                    var name = call.getTarget().getName();
                    return switch (name) {
                        case "parallelStream", "parallel", "commonPool", "onExit" -> call
                                .getTargetOwner()
                                .getPackageName()
                                .startsWith("java.");
                        default -> name.endsWith("Async")
                                && call.getTargetOwner().isAssignableTo(CompletionStage.class)
                                && call.getTarget()
                                        .getRawParameterTypes()
                                        .stream()
                                        .noneMatch(type -> type.isEquivalentTo(Executor.class));
                    };
                }
            })
            .because("what may wait has a thread of its own (raft-core's Threads says why)");

    /** Packages, root packages too. Raft, the front door, stands before those that it opens. */
    @ArchTest
    static final ArchRule noCircles = slices().assignedFrom(new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass one) {
            var isFrontDoor = one.getName().matches("dev\\.gavel\\.raft\\.Raft(\\$.*)?");
            return SliceIdentifier.of(one.getPackageName() + (isFrontDoor ? ", front door" : ""));
        }

        @Override
        public String getDescription() {
            return "packages of all modules";
        }
    })
            .should()
            .beFreeOfCycles();
}

package io.dialer.agent;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.config.ConfigRetriever;
import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.EventBus;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** The rooms and the arrows between them, as {@code verticles.md} draws them. */
@AnalyzeClasses(packages = "io.dialer.agent", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.dialer.agent";

    @ArchTest
    static final ArchRule configUsesNoOtherRoom = room("config");

    @ArchTest
    static final ArchRule theProbeContractUsesNoOtherRoom = classes()
            .that()
            .resideInAPackage(ROOT + ".probe")
            .should()
            .onlyDependOnClassesThat(not(resideInAnyPackage(ROOT + "..")).or(resideInAnyPackage(ROOT + ".probe")))
            .because("plugins of other people implement it");

    @ArchTest
    static final ArchRule theNetworkUsesTheContract = room("probe.net", "probe");

    @ArchTest
    static final ArchRule probeTypesUseTheContractAndTheNetwork = room("probe.type", "probe", "probe.net..");

    @ArchTest
    static final ArchRule transactionsUseTheContractAndTheNetwork = room("probe.api", "probe", "probe.net..");

    @ArchTest
    static final ArchRule pluginsUseTheContract = room("probe.plugin", "probe");

    @ArchTest
    static final ArchRule theBusUsesConfigAndProbes = room("bus", "config", "probe");

    @ArchTest
    static final ArchRule theSchedulerRoom = room("scheduler", "bus", "config", "probe");

    @ArchTest
    static final ArchRule theSyncRoom = room("sync", "bus", "config", "probe", "store");

    @ArchTest
    static final ArchRule theHeartbeatRoom = room("heartbeat", "bus", "config");

    @ArchTest
    static final ArchRule theClusterRoom = room("cluster", "bus", "config");

    @ArchTest
    static final ArchRule theBackendRoom = room("backend", "bus", "config", "probe", "store");

    @ArchTest
    static final ArchRule theStoreUsesNoOtherRoom = room("store");

    @ArchTest
    static final ArchRule theOutboxRoom = room("outbox", "bus", "config", "probe", "store");

    @ArchTest
    static final ArchRule theTelemetryRoom = room("telemetry", "bus", "config", "probe");

    @ArchTest
    static final ArchRule theConsoleRoom = room("console", "blackbox", "bus", "config", "probe", "telemetry..");

    @ArchTest
    static final ArchRule theBlackboxRoom = room("blackbox", "probe");

    @ArchTest
    static final ArchRule thePolicyRoom = room("policy", "config", "probe", "probe.net");

    @ArchTest
    static final ArchRule theWarmUpRoom = room("warmup", "probe", "probe.net");

    @ArchTest
    static final ArchRule roomsHaveNoCycles =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule verticlesMeetOnTheBus = noClasses()
            .that()
            .areAssignableTo(Deployable.class)
            .and()
            .resideOutsideOfPackage(ROOT)
            .should()
            .dependOnClassesThat(simpleNameEndingWith("Verticle").and(resideInAnyPackage(ROOT + "..")));

    @ArchTest
    static final ArchRule onlyThePoolRunsBlockingCode = noClasses()
            .that()
            .doNotHaveSimpleName("ProbePool")
            .should()
            .callMethodWhere(target(name("executeBlocking")));

    @ArchTest
    static final ArchRule onlyTheConfigSourceTouchesTheRetriever = noClasses()
            .that()
            .doNotHaveSimpleName("ConfigSource")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ConfigRetriever.class);

    @ArchTest
    static final ArchRule onlyTheBusRoomTouchesTheEventBus = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".bus")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(EventBus.class);

    @ArchTest
    static final ArchRule nobodyLooksNamesUpThroughTheJdk = noClasses()
            .should()
            .callMethod(InetAddress.class, "getByName", String.class)
            .orShould()
            .callMethod(InetAddress.class, "getAllByName", String.class)
            .orShould()
            .callMethod(InetAddress.class, "getLocalHost")
            .because("it cannot be interrupted, and blocks whoever calls it");

    @ArchTest
    static final ArchRule probesKnowNoEventLoopButTheNetworks = noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".probe", ROOT + ".probe.type", ROOT + ".probe.api")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Vertx.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(WorkerExecutor.class);

    @ArchTest
    static final ArchRule onlyTheTerminalPrints =
            noClasses().that().doNotHaveSimpleName("Terminal").should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule oneWayToLog = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    /** A room depends on itself, its inner rooms, what it may use, and libraries. */
    private static ArchRule room(String name, String... mayUse) {
        List<String> allowed = new ArrayList<>(List.of(ROOT + "." + name + ".."));
        for (String other : mayUse) {
            allowed.add(ROOT + "." + other);
        }
        return classes()
                .that()
                .resideInAPackage(ROOT + "." + name + "..")
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAnyPackage(ROOT + "..")).or(resideInAnyPackage(allowed.toArray(String[]::new))));
    }
}

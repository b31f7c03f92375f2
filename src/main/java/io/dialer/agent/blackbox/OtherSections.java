package io.dialer.agent.blackbox;

/** Probers that upstream has and that do nothing here yet: their fields are read, so that a mistake shows. */
final class OtherSections {
    private OtherSections() {}

    /** Newer than what is known in detail: any field is allowed. */
    static void pass(Section module, String prober) {
        Section section = module.section(prober);
        if (section != null) {
            section.keys();
        }
    }
}

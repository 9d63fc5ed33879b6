package dev.earshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class CommandsTest {
    private final Session session = new Session(new FakeWorkbench());

    @Test
    void shouldTellVersionLibraryAndModel() {
        assertThat(session.run("--version")).isEqualTo(ExitStatus.GOOD);

        assertThat(session.out().lines())
                .containsExactly(
                        "earshot " + Version.number() + " (" + Version.form() + ")",
                        "native library: linux-test (/opt/earshot)",
                        "model: base-q8_0 (/models/ggml-base-q8_0.bin)");
        assertThat(Version.number()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void shouldTellTheVersionWhenTheRestIsBroken() throws Exception {
        Session broken = new Session(new FakeWorkbench() {
            @Override
            public String model() {
                throw new CannotRun("No model \"nix\".");
            }
        });

        assertThat(broken.run("--version", "--json")).isEqualTo(ExitStatus.WARNINGS);

        JsonNode answer = JsonMapper.builder().build().readTree(broken.out());
        assertThat(answer.get("version").textValue()).isEqualTo(Version.number());
        assertThat(answer.get("native_library").textValue()).startsWith("linux-test");
        assertThat(answer.get("model_problem").textValue()).isEqualTo("No model \"nix\".");
        assertThat(answer.has("model")).isFalse();
    }

    @Test
    void shouldSayWhetherThereWereCrashesToForget() {
        for (boolean any : new boolean[] {true, false}) {
            Session forgetful = new Session(new FakeWorkbench() {
                @Override
                public boolean forgetCrashes() {
                    return any;
                }
            });

            assertThat(forgetful.run("recover")).isEqualTo(ExitStatus.GOOD);
            assertThat(forgetful.out()).contains(any ? "Crashes are forgotten." : "nothing to forget");
        }
    }

    @Test
    void shouldServeOnlyWhenAskedTo() {
        assertThat(session.run("--help")).isEqualTo(ExitStatus.GOOD);
        assertThat(session.run("serve", "--help")).isEqualTo(ExitStatus.GOOD);
        assertThat(session.served()).isZero();

        session.run("serve");
        assertThat(session.served()).isEqualTo(1);
    }

    @Test
    void shouldSayWhatWasWrongAndWhatThereIsWhenTheCommandIsUnknown() {
        assertThat(session.run("transcripe", "a.wav")).isEqualTo(ExitStatus.WRONG_USE);

        assertThat(session.err())
                .startsWith("There is no command 'transcripe'; earshot has serve")
                .contains("See 'earshot --help' for what it takes.");
        assertThat(session.out()).isEmpty();
    }

    @Test
    void shouldSayWhatIsMeantWhenAnOptionIsMisspelt() {
        assertThat(session.run("--versoin")).isEqualTo(ExitStatus.WRONG_USE);

        assertThat(session.err()).contains("Unknown option: '--versoin'").contains("--version");
    }

    @Test
    void shouldCountWordsTooManyAsWrongUse() {
        assertThat(session.run("serve", "now")).isEqualTo(ExitStatus.WRONG_USE);

        assertThat(session.err()).startsWith("earshot serve takes no 'now'.");
        assertThat(session.served()).isZero();
    }
}

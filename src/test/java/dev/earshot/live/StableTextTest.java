package dev.earshot.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StableTextTest {
    private final StableText text = new StableText();

    private void assertShows(String stable, String unstable) {
        assertThat(text.stable()).isEqualTo(stable);
        assertThat(text.unstable()).isEqualTo(unstable);
    }

    @Test
    void shouldHoldWhatTwoReadingsAgreeOnButForTheLastWord() {
        text.read("turn on the");
        assertShows("", "turn on the");
        text.read("turn on the light");
        assertShows("turn on the", " light");
        text.read("turn on the lights please");
        assertShows("turn on the", " lights please");
    }

    @Test
    void shouldKeepWhatIsStableWhenALaterReadingDiffers() {
        text.read("one two three");
        text.read("one two three");
        assertShows("one two", " three");
        text.read("won two three four");
        assertShows("one two", " three four");
        text.read("one two three four");
        assertShows("one two", " three four");
        text.read("one two three four five");
        assertShows("one two three four", " five");
    }

    @Test
    void shouldGoByCharactersWhereThereAreNoSpaces() {
        text.read("八只蓝色");
        text.read("八只蓝色的小鸟");
        assertShows("八只蓝色", "的小鸟");
    }

    @Test
    void shouldMixScripts() {
        assertThat(StableText.words(" play 音乐 now")).containsExactly("play", " ", "音", "乐", " now");
    }

    @Test
    void shouldShowNothingOfAnEmptyReading() {
        text.read("");
        assertShows("", "");
        text.read("a");
        text.read("");
        assertShows("", "");
    }
}

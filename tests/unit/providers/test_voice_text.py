"""What is said for what is written."""

import pytest

from reelwright.providers.animatic.sound.voice_text import spoken, written_words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("“Mr. Holmes,” said Mrs. Hudson.", "Mister Holmes, said Missis Hudson."),
        ("He stopped—and ran.", "He stopped, and ran."),
        ("He stopped — and ran.", "He stopped, and ran."),
        ("Wait,— he said.", "Wait, he said."),
        ("NOBODY moved. STOP!", "nobody moved. stop!"),
        ("The FBI and the TV", "The FBI and the TV"),
        ("I said I WOULDN’T.", "I said I wouldn't."),
        ("In 1889, in 1900, in 1905.", "In 18 89, in 19 hundred, in 19 oh 5."),
        ("Chapter IV. King Henry VIII, I think", "Chapter 4. King Henry the 8th, I think"),
        ("He had £12,500; she $5.", "He had 12,500 pounds; she 5 dollars."),
        ("J. P. Morgan and I. Then", "J P Morgan and I. Then"),
        ("It was _very_ *odd*", "It was very odd"),
        ("Well… no.", "Well... no."),
        ("What?! No!?", "What? No?"),
        ("— Oh!", "Oh!"),
    ],
)
def test_english(text: str, said: str) -> None:
    assert spoken(text, "en").text == said


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("M. Dupont et Mme Rose", "fr", "Monsieur Dupont et Mme Rose"),
        ("Hr. Müller kam um 1889", "de", "Herr Müller kam um 1889"),
        ("«Sr. López» — dijo", "es", "Señor López, dijo"),
        ("你好，世界。", "zh", "你好，世界。"),
    ],
)
def test_other_languages(text: str, language: str, said: str) -> None:
    assert spoken(text, language).text == said


@pytest.mark.parametrize("text", ["a — b", "“Oh,” — he said —", "x", "", "… —", "1889 — IV"])
def test_starts_rise_and_lie_in_the_text(text: str) -> None:
    said = spoken(text)
    assert said.words == written_words(text)
    assert len(said.starts) == len(said.words)
    assert list(said.starts) == sorted(said.starts)
    assert all(0 <= start <= len(said.text) + 1 for start in said.starts)


def test_each_word_starts_at_what_is_said_for_it() -> None:
    said = spoken("“Mr. Holmes,” she said — in 1889.")
    begun = [said.text[start:].split()[0] for start in said.starts]
    assert begun == ["Mister", "Holmes,", "she", "said,", "in", "in", "18"]


def test_punctuation_stays_with_its_character() -> None:
    assert written_words("他说：“你好。”") == ("他", "说：", "“你", "好。”")

"""What is given is looked at before anything is recorded."""

from pathlib import Path

import pytest

from reelwright.film.errors import BadInput
from reelwright.film.production import Wish
from reelwright.film.source import Chapter, Passage, Source
from reelwright.studio.opening import Given, guessed_language, read, require_makeable


def told(text: str, title: str = "") -> Source:
    return Source(title=title, chapters=(Chapter(number=1, passages=(Passage(text=text),)),))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("It was night in the harbour, and Anna stood at the window. She did not sleep.", ""),
        ("She ran.", ""),
        ("", ""),
        ("Es war Nacht am Hafen. Anna stand am Fenster und wartete auf das Schiff.", "de"),
        ("Il faisait nuit. Elle attendait près de la fontaine, et il ne venait pas.", "fr"),
        ("Era de noche y la mujer esperaba en el puerto. No se movía, y el mar con ella.", "es"),
        ("Era notte e la donna non si muoveva. Il mare era come una tavola, e lei con lui.", "it"),
        ("Het was nacht in de haven en zij wachtte op het schip. Hij was er niet.", "nl"),
        ("夜里下着雨。小梅站在海边等船。", "zh"),
        ("夜の港に雨が降っていた。アンナは窓のそばに立っていた。", "ja"),
        ("Была ночь. Анна стояла у окна и ждала корабль.", "ru"),
        ("Mara met Bonjour Dupont in Paris. “Voilà,” he said, and she laughed at the hat.", ""),
    ],
)
def test_the_language_of_a_work_is_guessed_when_it_is_clear(text: str, language: str) -> None:
    assert guessed_language(told(text)) == language


def test_a_german_file_is_read_as_german_unless_it_tells_another(tmp_path: Path) -> None:
    path = tmp_path / "lampe.txt"
    path.write_text("Es war Nacht am Hafen. Anna stand am Fenster und wartete auf das Schiff.\n")
    source, wish, _ = read(Given(source=path))
    assert (source.language, wish.language) == ("de", "de")
    assert read(Given(source=path, wish=Wish(language="en")))[1].language == "en"
    path.write_text("Language: nl\n\nEs war Nacht. Anna stand am Fenster und sie war auf.\n")
    assert read(Given(source=path))[0].language == "nl"


@pytest.mark.parametrize("language", ["", "de", "de-AT", "zh_CN", "cmn", "nn", "EN"])
def test_a_language_with_a_voice_will_do(language: str) -> None:
    require_makeable(told("She ran."), Wish(language=language))


@pytest.mark.parametrize("language", ["German", "klingon", "eo", "english"])
def test_a_language_without_a_voice_is_refused(language: str) -> None:
    with pytest.raises(BadInput, match="no voice speaks"):
        require_makeable(told("She ran."), Wish(language=language))


def test_letters_without_a_font_are_refused_where_they_would_be_drawn() -> None:
    plain, tower = told("She ran.", title="கலங்கரை"), told("அவள் ஓடினாள்.", title="Tower")
    with pytest.raises(BadInput, match="title card"):
        require_makeable(plain, Wish())
    require_makeable(plain, Wish(title="Tower"))
    require_makeable(plain, Wish(title_card=False))
    with pytest.raises(BadInput, match="U\\+0B95"):
        require_makeable(plain, Wish(title_card=False, credits=True))
    require_makeable(tower, Wish())
    require_makeable(tower, Wish(subtitles="none"))
    for drawn in ("burned", "words"):
        with pytest.raises(BadInput, match="subtitles"):
            require_makeable(tower, Wish.model_validate({"subtitles": drawn}))
    require_makeable(told("她跑了。 😀", title="灯塔"), Wish(subtitles="burned"))

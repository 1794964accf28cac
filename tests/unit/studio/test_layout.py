"""The files under `--out`: what comes, what goes, and what is left alone."""

import hashlib
import json
from pathlib import Path

import pytest

from reelwright.film.errors import MachineTrouble
from reelwright.film.order import Take
from reelwright.film.production import Clips
from reelwright.film.shot import Shot, Storyboard
from reelwright.film.story import Bible, Place, Scene, Screenplay
from reelwright.film.timeline import Timeline
from reelwright.ledger.store import Store
from reelwright.studio.extras import Extras, SceneApart
from reelwright.studio.filming import Filmed, Footage
from reelwright.studio.layout import cleared, lay_out

LAMP = "the-lamp-1f0c9a"
OTHER = "the-lamp-7e21bb"


class Desk:
    """A store, a folder for results, and films of any number of scenes, made of plain bytes."""

    def __init__(self, root: Path) -> None:
        self.root, self.out = root, root / "out"
        self.store = Store(root / "store")
        (root / "scratch").mkdir()

    def take(self, text: str) -> Take:
        sha256, size = self.store.put_bytes(text.encode(), self.root / "scratch")
        return Take(fingerprint=text, sha256=sha256, media_type="x/y", size=size)

    def filmed(
        self, scenes: int = 2, people: tuple[str, ...] = ("Mara",), title: str = "The Lamp",
        mark: str = "", clips: Clips = "keep",
    ) -> Filmed:  # fmt: skip
        keys = [f"1.{number}" for number in range(1, scenes + 1)]
        shots = tuple(Shot(id=f"s{key}", scene=key, size="wide") for key in keys)
        plays = tuple(
            Scene(chapter=1, number=n, place=Place(name="x")) for n in range(1, scenes + 1)
        )
        return Filmed(
            storyboard=Storyboard(bible=Bible(), screenplay=Screenplay(scenes=plays), shots=shots),
            footage=tuple(Footage(shot=shot, clip=self.take(f"clip {shot.id}")) for shot in shots),
            timeline=Timeline(title=title),
            film=self.take(f"film {title} {scenes} {mark}"),
            extras=Extras(
                clips=clips,
                small={
                    self.take(f"clip s{key}").sha256: self.take(f"small {key}")
                    for key in keys[:1]
                    if clips == "small"
                },
                scenes={
                    key: SceneApart(film=self.take(f"scene {key}"), sound=self.take(f"mp3 {key}"))
                    for key in keys
                },
                sheets={
                    name: {"front": self.take(f"{name} f"), "side": self.take(f"{name} s"),
                           "full_body": self.take(f"{name} b")}
                    for name in people
                },
                stills={
                    key: {"first": self.take(f"first {key}"), "last": self.take(f"last {key}")}
                    for key in keys
                },
            ),
        )  # fmt: skip

    def lay(self, filmed: Filmed, production: str = LAMP) -> str:
        return str(lay_out(self.store, production, filmed, self.out).relative_to(self.out))

    def files(self) -> list[str]:
        return sorted(
            str(path.relative_to(self.out))
            for path in self.out.rglob("*")
            if path.is_file() and ".reelwright" not in path.parts
        )

    def manifest(self, production: str = LAMP) -> Path:
        return self.out / ".reelwright" / f"{production}.json"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_every_file_has_its_name_and_its_bytes(desk: Desk) -> None:
    assert desk.lay(desk.filmed(1)) == "final/the_lamp_complete.mp4"
    assert desk.files() == [
        f"audio/{LAMP}/scene_1.mp3",
        f"characters/{LAMP}/mara_front.png",
        f"characters/{LAMP}/mara_full_body.png",
        f"characters/{LAMP}/mara_side.png",
        f"clips/{LAMP}/scene_001/clip_000.mp4",
        "final/the_lamp_complete.mp4",
        f"images/{LAMP}/scene_1_first_frame.png",
        f"images/{LAMP}/scene_1_last_frame.png",
        f"scenes/{LAMP}/scene_001.mp4",
    ]
    assert (desk.out / f"images/{LAMP}/scene_1_last_frame.png").read_text() == "last 1.1"
    assert (desk.out / f"audio/{LAMP}/scene_1.mp3").read_text() == "mp3 1.1"
    told = json.loads(desk.manifest().read_text())
    assert sorted(told) == desk.files()
    for name, stamp in told.items():
        sha256, _, _ = stamp.partition(" ")
        assert hashlib.sha256((desk.out / name).read_bytes()).hexdigest() == sha256


def test_an_edited_copy_is_made_right_again_and_others_are_not_touched(desk: Desk) -> None:
    desk.lay(desk.filmed(1))
    edited = desk.out / f"scenes/{LAMP}/scene_001.mp4"
    other = desk.out / f"clips/{LAMP}/scene_001/clip_000.mp4"
    right, touched = edited.read_bytes(), other.stat().st_mtime_ns
    edited.write_bytes(b"spoilt")
    desk.lay(desk.filmed(1))
    assert edited.read_bytes() == right
    assert other.stat().st_mtime_ns == touched


def test_a_stranger_s_file_of_the_same_name_is_not_overwritten(desk: Desk) -> None:
    stranger = desk.out / "final/the_lamp_complete.mp4"
    stranger.parent.mkdir(parents=True)
    stranger.write_bytes(b"somebody's own film")
    with pytest.raises(MachineTrouble, match="not ours"):
        desk.lay(desk.filmed(1))
    assert stranger.read_bytes() == b"somebody's own film"


def test_what_could_not_be_made_is_left_out(desk: Desk) -> None:
    filmed = desk.filmed(1)
    silent = {key: SceneApart(film=one.film) for key, one in filmed.extras.scenes.items()}
    desk.lay(filmed.model_copy(update={"extras": Extras(scenes=silent)}))
    assert {name.split("/")[0] for name in desk.files()} == {"clips", "final", "scenes"}


def test_what_a_new_revision_has_no_longer_vanishes(desk: Desk) -> None:
    desk.lay(desk.filmed(3, ("Mara", "Tobias")))
    desk.lay(desk.filmed(1, ("Tobias",), title="The Lantern"))
    files = desk.files()
    assert not [name for name in files if "scene_2" in name or "scene_002" in name]
    assert not [name for name in files if "scene_3" in name or "scene_003" in name]
    assert [name for name in files if "mara" in name] == []
    assert [name for name in files if name.startswith("final/")] == [
        "final/the_lantern_complete.mp4"
    ]
    assert not (desk.out / f"clips/{LAMP}/scene_002").exists()


def test_files_of_the_users_own_stay(desk: Desk) -> None:
    own = [
        "notes.txt", f"clips/{LAMP}/scene_002/mine.txt", f"images/{LAMP}/poster.png",
        "final/holiday.mp4", f"clips/{LAMP}/scene_002/clip_007.mp4",
    ]  # fmt: skip
    desk.lay(desk.filmed(2))
    for name in own:
        (desk.out / name).write_text("mine")
    desk.lay(desk.filmed(1))
    assert all((desk.out / name).read_text() == "mine" for name in own)
    assert not (desk.out / f"clips/{LAMP}/scene_002/clip_000.mp4").exists()


def test_right_files_are_not_touched_and_changed_ones_are_remade(desk: Desk) -> None:
    desk.lay(desk.filmed(1))
    kept, changed = (desk.out / f"{room}/{LAMP}" for room in ("audio", "characters"))
    kept, changed = kept / "scene_1.mp3", changed / "mara_side.png"
    before = kept.stat().st_mtime_ns, kept.stat().st_ino
    changed.write_text("scribble")
    desk.lay(desk.filmed(1))
    assert (kept.stat().st_mtime_ns, kept.stat().st_ino) == before
    assert changed.read_text() == "Mara s"


def test_editing_a_copy_leaves_the_store_alone(desk: Desk) -> None:
    filmed = desk.filmed(1)
    desk.lay(filmed)
    assert filmed.film is not None
    with (desk.out / "final/the_lamp_complete.mp4").open("a") as copy:
        copy.write("!")
    assert desk.store.local(filmed.film.sha256).read_text() == "film The Lamp 1 "


@pytest.mark.parametrize(
    "spoilt", [b"", b"{", b"[1]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"a": {"b": 1}}']
)
def test_a_spoilt_manifest_counts_as_none(desk: Desk, spoilt: bytes) -> None:
    desk.lay(desk.filmed(2))
    for production in (LAMP, OTHER):
        desk.manifest(production).write_bytes(spoilt)
    desk.lay(desk.filmed(2))
    assert len(json.loads(desk.manifest().read_text())) == len(desk.files())


@pytest.mark.parametrize(
    "name",
    [
        "../outside.mp4", "final/../../outside.mp4", "/{root}/outside.mp4", "notes.mp4",
        "final/holiday.mp4", "clips/{other}/scene_001/clip_000.mp4", "final/sub/x_complete.mp4",
        "characters/{own}/../../../outside.mp4", "images/{own}/poster.png", "clips/{own}",
        ".reelwright/{other}.json", "", ".", "final/x_complete.mp4\n", "audio/{own}/scene_1.mp3/",
    ],
)  # fmt: skip
def test_a_hostile_manifest_removes_nothing_of_others(desk: Desk, name: str) -> None:
    desk.lay(desk.filmed(1, title="Another"), OTHER)
    desk.lay(desk.filmed(1))
    (desk.root / "outside.mp4").write_text("mine")
    for own in ("notes.mp4", "final/holiday.mp4", f"images/{LAMP}/poster.png"):
        (desk.out / own).write_text("mine")
    before = desk.files()
    name = name.format(own=LAMP, other=OTHER, root=desk.root)
    told = json.loads(desk.manifest().read_text())
    desk.manifest().write_text(json.dumps({**told, name: "0" * 64}))
    desk.lay(desk.filmed(1))
    assert desk.files() == before
    assert (desk.root / "outside.mp4").exists()
    assert desk.manifest(OTHER).exists()


def test_two_films_of_one_title_share_a_folder(desk: Desk) -> None:
    first = desk.lay(desk.filmed(1, mark="first"))
    second = desk.lay(desk.filmed(2, mark="second"), OTHER)
    assert first == "final/the_lamp_complete.mp4"
    assert second == "final/the_lamp_7e21bb_complete.mp4"
    assert desk.lay(desk.filmed(1, mark="first")) == first
    assert desk.lay(desk.filmed(1, mark="second"), OTHER) == second
    assert (desk.out / first).read_text() == "film The Lamp 1 first"
    assert (desk.out / second).read_text() == "film The Lamp 1 second"
    assert (desk.out / f"scenes/{LAMP}/scene_001.mp4").exists()
    assert (desk.out / f"scenes/{OTHER}/scene_001.mp4").exists()


def test_a_manifest_cannot_take_another_films_name_away(desk: Desk) -> None:
    first = desk.lay(desk.filmed(1))
    desk.lay(desk.filmed(1, mark="x"), OTHER)
    told = json.loads(desk.manifest(OTHER).read_text())
    desk.manifest(OTHER).write_text(json.dumps({**told, first: "0" * 64}))
    desk.lay(desk.filmed(1, mark="x"), OTHER)
    assert (desk.out / first).read_text() == "film The Lamp 1 "


def test_people_of_like_names_have_files_of_their_own(desk: Desk) -> None:
    people = ("Zoë", "Zoe", "Zoe 2", "李明", "王芳", "Widow Green", "../../etc", "x" * 300)
    desk.lay(desk.filmed(1, people))
    found = {name.rsplit("/", 1)[1] for name in desk.files() if name.endswith("_front.png")}
    assert found == {
        "zoe_front.png", "zoe_2_front.png", "zoe_2_2_front.png", "character_front.png",
        "character_2_front.png", "widow_green_front.png", "etc_front.png", f"{'x' * 60}_front.png",
    }  # fmt: skip


def test_a_folder_that_cannot_be_written_is_told(desk: Desk) -> None:
    desk.out.write_text("a file where the folder should be")
    with pytest.raises(MachineTrouble, match="--out"):
        desk.lay(desk.filmed(1))


def test_clips_are_laid_out_as_they_are_small_or_not_at_all(desk: Desk) -> None:
    names = [f"clips/{LAMP}/scene_00{n}/clip_000.mp4" for n in (1, 2)]
    desk.lay(desk.filmed(2))
    assert (desk.out / names[0]).read_text() == "clip s1.1"
    desk.lay(desk.filmed(2, clips="small"))
    assert (desk.out / names[0]).read_text() == "small 1.1"
    # The second could not be made small: it is there as it is.
    assert (desk.out / names[1]).read_text() == "clip s1.2"
    desk.lay(desk.filmed(2, clips="none"))
    assert not (desk.out / "clips").exists()
    assert (desk.out / f"scenes/{LAMP}/scene_002.mp4").exists()
    desk.lay(desk.filmed(2))
    assert (desk.out / names[0]).read_text() == "clip s1.1"


def test_clearing_leaves_the_film_strangers_and_what_was_edited(desk: Desk) -> None:
    desk.lay(desk.filmed(1))
    desk.lay(desk.filmed(1, mark="x"), OTHER)
    edited, own = f"scenes/{LAMP}/scene_001.mp4", f"images/{LAMP}/poster.png"
    (desk.out / edited).write_text("mine now")
    (desk.out / own).write_text("mine")
    before = desk.files()
    told = cleared(LAMP, desk.out, dry_run=True)
    assert desk.files() == before
    assert cleared(LAMP, desk.out) == told
    assert told.edited == (edited,)
    left = [name for name in desk.files() if OTHER not in name]
    assert left == [
        "final/the_lamp_7e21bb_complete.mp4",
        "final/the_lamp_complete.mp4",
        own,
        edited,
    ]
    gone = set(before) - set(desk.files())
    assert told.files == len(gone) == 7
    assert [name for name in desk.files() if OTHER in name] == [n for n in before if OTHER in n]
    # Laid out again, all is as it was.
    desk.lay(desk.filmed(1))
    assert desk.files() == before


def test_clearing_by_a_hostile_manifest_removes_nothing_of_others(desk: Desk) -> None:
    desk.lay(desk.filmed(1))
    (desk.root / "outside.mp4").write_text("mine")
    (desk.out / "notes.mp4").write_text("mine")
    told = json.loads(desk.manifest().read_text())
    names = ["../outside.mp4", "notes.mp4", f"clips/{LAMP}/../../notes.mp4"]
    desk.manifest().write_text(json.dumps({**told, **dict.fromkeys(names, "0" * 64)}))
    cleared(LAMP, desk.out)
    assert (desk.root / "outside.mp4").exists()
    assert (desk.out / "notes.mp4").exists()


def test_clearing_a_folder_without_results_is_nothing(desk: Desk) -> None:
    assert cleared(LAMP, desk.root / "nowhere").files == 0
    assert not (desk.root / "nowhere").exists()


class Ink:
    """Signs by writing a name in front, and counts."""

    def __init__(self, mark: str) -> None:
        self.mark, self.times = mark, 0

    def put(self, source: Path, target: Path) -> None:
        self.times += 1
        target.write_bytes(f"{self.mark} {self.times} ".encode() + source.read_bytes())


def test_the_film_is_signed_last_and_once(desk: Desk) -> None:
    filmed, ink = desk.filmed(1), Ink("me")

    def lay(seal: Ink | None) -> str:
        return lay_out(desk.store, LAMP, filmed, desk.out, seal).read_text()

    assert lay(ink) == lay(ink) == "me 1 film The Lamp 1 "
    assert (desk.out / f"scenes/{LAMP}/scene_001.mp4").read_text() == "scene 1.1"
    assert desk.store.local(filmed.film.sha256 if filmed.film else "").read_text() == (
        "film The Lamp 1 "
    )
    # Another signer, an edited copy, nobody.
    assert lay(Ink("you")) == "you 1 film The Lamp 1 "
    (desk.out / "final/the_lamp_complete.mp4").write_text("scribble")
    assert lay(ink) == "me 2 film The Lamp 1 "
    assert lay(None) == "film The Lamp 1 "

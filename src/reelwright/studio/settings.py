"""Settings from the environment or `.env`, prefix `REELWRIGHT_`; `doctor` lists them."""

import os
from decimal import Decimal
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from reelwright.film.errors import BadInput


class Settings(BaseSettings):
    """What the owner of an installation can set. Every field's description is shown by `doctor`."""

    model_config = SettingsConfigDict(
        env_prefix="REELWRIGHT_",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    home: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("reelwright", appauthor=False)),
        description="folder of the database and of everything made",
    )
    database: str = Field(
        default="",
        description="URL of a PostgreSQL database; by default a SQLite file in the data folder",
        repr=False,
    )
    workers: int = Field(
        default_factory=lambda: (
            max(1, len(os.sched_getaffinity(0)))
            if hasattr(os, "sched_getaffinity")
            else max(1, os.cpu_count() or 1)
        ),
        ge=1,
        le=256,
        description="how many things are made at the same time on this machine",
    )
    ffmpeg: str = Field(
        default="", description="ffmpeg program to use; by default the one installed with us"
    )
    encoder: Literal["x264", "auto", "nvenc", "qsv", "videotoolbox", "vaapi"] = Field(
        default="x264",
        description="what encodes exports in H.264; auto: this machine's own encoder, if it works",
    )
    min_free_mb: int = Field(
        default=500, ge=0, description="stop before the disk has less free space than this"
    )
    catalogue: Path | None = Field(
        default=None, description="TOML file with models and prices of your own"
    )
    music: Path | None = Field(
        default=None, description="folder with music of your own: a folder for each mood"
    )
    day_budget: Decimal | None = Field(
        default=None, ge=0, le=1_000_000, description="the most that a day (UTC) may cost, in USD"
    )
    total_budget: Decimal | None = Field(
        default=None, ge=0, le=1_000_000, description="the most that all films may cost, in USD"
    )
    allowance: Decimal = Field(
        default=Decimal(0),
        ge=0,
        le=1_000_000,
        description="USD of one film that may be written off and bought again without asking, "
        "where nobody can tell what became of a request",
    )
    c2pa_cert: Path | None = Field(
        default=None, description="PEM file of the certificates with which films are signed"
    )
    c2pa_key: Path | None = Field(
        default=None, description="PEM file of the private key to that certificate"
    )
    retries: int = Field(
        default=3, ge=0, le=20, description="how often a failed job is tried again"
    )
    absence_seconds: int = Field(
        default=60,
        ge=1,
        le=86400,
        description="a service must twice, this far apart, know nothing of a request before it is "
        "sent again",
    )

    @field_validator("c2pa_cert", "c2pa_key")
    @classmethod
    def _no_key_itself(cls, value: Path | None) -> Path | None:
        """A key in a setting would be shown by `doctor`, and by whatever lists the environment."""
        if value is not None and "-----BEGIN" in str(value):
            raise ValueError("it names a PEM file; it is not its text")
        return value


def read_settings() -> Settings:
    """The settings in force. Raises `BadInput` naming the variable that is wrong."""
    try:
        found = Settings()
    except UnicodeDecodeError:
        raise BadInput(
            "settings", "the file .env is not UTF-8 text", "Save it as UTF-8, or move it away."
        ) from None
    except ValidationError as error:
        wrong = error.errors()[0]
        name = "REELWRIGHT_" + str(wrong["loc"][0]).upper()
        raise BadInput(
            "settings", f"{name} is not usable: {wrong['msg']}", f"Correct or unset {name}."
        ) from None
    if found.ffmpeg:
        # The media room, below this one, reads the environment; `.env` counts as much.
        os.environ["REELWRIGHT_FFMPEG"] = found.ffmpeg
    return found

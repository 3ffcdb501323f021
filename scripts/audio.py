"""Make the clips that a screen plays when its browser has no Indonesian voice (docs/operators/screens.md).

Run once by a maintainer after a change of `rules/speech.py`; the clips are committed. Needs espeak-ng, sox and ffmpeg
(Debian: apt install espeak-ng sox ffmpeg). Usage: .venv/bin/python scripts/audio.py
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from melayani.delivery.queues.rules import speech  # noqa: E402  found only with the path above

FOLDER = ROOT / "melayani/delivery/queues/static/queues/audio"
VOICE = ["espeak-ng", "-v", "id", "-s", "132", "-p", "42", "-a", "110"]  # words a minute, pitch, loudness
TRIM = ["silence", "1", "0.01", "0.6%", "reverse", "silence", "1", "0.01", "0.6%", "reverse"]
EVEN = ["highpass", "90", "norm", "-2", "pad", "0.01", "0.05"]
MONO = ["-ac", "1", "-ar", "22050", "-codec:a", "libmp3lame", "-b:a", "40k"]
BARE = ["-map_metadata", "-1", "-id3v2_version", "0"]


def main() -> int:
    """Speak, trim, level and encode each clip; remove clips that no call needs any more."""
    missing = [tool for tool in ("espeak-ng", "sox", "ffmpeg") if shutil.which(tool) is None]
    if missing:
        print(f"needed: {', '.join(missing)}")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.mp3"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        for name, words in speech.WORDS_OF_CLIPS.items():
            encode(speak(name, words, Path(folder)), name)
        encode(chime(Path(folder)), speech.CHIME)
    total = sum(clip.stat().st_size for clip in FOLDER.glob("*.mp3"))
    print(f"{len(speech.CLIPS)} clips, {total / 1000:.0f} kB")
    return 0


def speak(name: str, words: str, folder: Path) -> Path:
    """The words as sound without silence around; a comma keeps the voice up, a full stop lets it fall."""
    raw, clean = folder / f"{name}.raw.wav", folder / f"{name}.wav"
    text = f"{words}." if name.endswith(speech.LAST) else f"{words},"
    subprocess.run([*VOICE, "-w", raw, text], check=True)
    subprocess.run(["sox", raw, clean, *TRIM, *EVEN], check=True)
    return clean


def chime(folder: Path) -> Path:
    """Two falling notes: heads turn before the number is said."""
    first, second, both = (folder / f"chime-{part}.wav" for part in ("1", "2", "both"))
    note = ["synth", "0.55", "sine", "659.3", "fade", "q", "0.01", "0.55", "0.45"]
    last = ["synth", "0.9", "sine", "523.3", "fade", "q", "0.01", "0.9", "0.8"]
    subprocess.run(["sox", "-n", "-r", "22050", "-c", "1", first, *note, "gain", "-6"], check=True)
    subprocess.run(["sox", "-n", "-r", "22050", "-c", "1", second, *last, "gain", "-6"], check=True)
    subprocess.run(["sox", first, second, both, "pad", "0", "0.1"], check=True)
    return both


def encode(sound: Path, name: str) -> None:
    """MP3: every browser plays it, also those of old televisions."""
    target = FOLDER / f"{name}.mp3"
    subprocess.run(["ffmpeg", "-y", "-loglevel", "error", "-i", sound, *MONO, *BARE, target], check=True)


if __name__ == "__main__":
    sys.exit(main())

"""Altered logs and forged checkpoints, caught by the stand-alone verifier. The whole drill is in tests/journeys."""

import json
import subprocess
import sys
from base64 import b64decode
from pathlib import Path

import pytest
from tools.verify_audit import ORDER, Wrong, checkpoint, main, signed_by

from mappa.audit.checkpoints import BadCheckpoint, read_checkpoint
from tests.audit.tampering import ATTACKS, NAME, SIGNER, a_log, forged_notes, seeded, verified

VERIFIER = Path(__file__).resolve().parent.parent.parent / "tools" / "verify_audit.py"

# RFC 8032, section 7.1: public key, message, both halves of the signature
RFC_8032 = [
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155",
     "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da",
     "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac",
     "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
]  # fmt: skip


class TestAttack:
    @pytest.mark.parametrize("kind", ATTACKS)
    def test_is_detected_and_located(self, kind):
        dice = seeded(f"attack {kind}")
        for _ in range(10):
            log = a_log(dice, dice.randrange(60, 160))
            expected = ATTACKS[kind](dice, log)

            assert verified(log) in expected

    def test_is_not_seen_in_a_clean_log(self):
        dice = seeded("clean")
        assert [verified(a_log(dice, size)) for size in range(1, 60)] == [None] * 59


class TestCheckpoint:
    @pytest.mark.parametrize(("key", "message", "first", "second"), RFC_8032)
    def test_signature_is_read_as_the_standard_says(self, key, message, first, second):
        key, message, signature = (bytes.fromhex(part) for part in (key, message, first + second))

        assert signed_by(key, message, signature)
        assert not signed_by(key, message + b"x", signature)
        assert not signed_by(key, message, bytes([signature[0] ^ 1]) + signature[1:])
        assert not signed_by(key, message, signature[:32])
        twin = (int.from_bytes(signature[32:], "little") + ORDER).to_bytes(32, "little")
        assert not signed_by(key, message, signature[:32] + twin)

    def test_that_nobody_may_believe_is_refused_by_both_programs(self):
        dice = seeded("forged")
        for name, note in forged_notes(dice, a_log(dice, 120)).items():
            with pytest.raises(Wrong, match="bad signature"):
                checkpoint(note, str(SIGNER.public))
            with pytest.raises(BadCheckpoint):
                pytest.fail(f"{name}: {read_checkpoint(note, SIGNER.public)}")

    def test_with_a_key_of_small_order_is_refused(self):
        neutral = (1).to_bytes(32, "little")
        assert not signed_by(neutral, b"anything", neutral + bytes(32))

    def test_is_verified_by_openssl_too(self, tmp_path):
        text, _, signature = a_log(seeded(1), 70).notes[0].partition("\n\n")
        prefix = bytes.fromhex("302a300506032b6570032100")  # SubjectPublicKeyInfo of an Ed25519 key, RFC 8410
        files = {"key": prefix + SIGNER.public.key, "text": f"{text}\n".encode(),
                 "sig": b64decode(signature.split()[2])[4:]}  # fmt: skip
        for name, content in files.items():
            (tmp_path / name).write_bytes(content)
        command = "openssl pkeyutl -verify -pubin -keyform DER -inkey key -rawin -in text -sigfile sig"

        done = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, check=False)

        assert b"Verified Successfully" in done.stdout


class TestVerifier:
    def test_runs_alone_and_names_the_entry(self, tmp_path):
        log = a_log(seeded(2), 60)
        (tmp_path / "note").write_text(log.notes[-1])

        def run(lines):
            (tmp_path / "log").write_text("\n".join(lines))
            options = ["--key", str(SIGNER.public), "--checkpoint", "note"]
            command = [sys.executable, "-I", "-S", VERIFIER, "log", "log", *options]
            return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

        good = run(log.lines())
        log.rows[41]["who"] = "somebody-else"
        bad = run(log.lines())

        assert (good.returncode, good.stdout) == (0, "sound: 60 entries, 1 checkpoints\n")
        assert (bad.returncode, bad.stdout) == (1, "changed: entry 42 is not what was sealed\n")

    @pytest.mark.parametrize("lines", [[], ["{"], ["[]"], ["{}"], ["null"], [json.dumps({"format": "another"})]])
    def test_refuses_what_is_no_export(self, tmp_path, lines, capsys):
        (tmp_path / "log").write_text("\n".join(lines))

        assert main(["log", str(tmp_path / "log")]) == 1
        assert "bad file" in capsys.readouterr().out

    def test_says_when_a_file_cannot_be_read(self, tmp_path, capsys):
        assert main(["log", str(tmp_path / "none")]) == 2

    def test_holds_the_name_of_the_log_in_its_key(self):
        assert str(SIGNER.public).startswith(f"{NAME}+")

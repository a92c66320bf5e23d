"""The audit log against somebody with every right: altered logs, shortened ones, forged checkpoints and proofs."""

from base64 import b64encode

import pytest
from tools.verify_audit import Wrong, check_consistency, checkpoint

from mappa.audit.checkpoints import BadCheckpoint, Checkpoint, read_checkpoint
from mappa.audit.merkle import consistency_proof, includes, inclusion_proof, root_of
from tests.audit.tampering import ATTACKS, NAME, SIGNER, a_log, forged_notes, seeded, verified
from tests.audit.test_merkle import LEAVES, check_consistency_to, flips

pytestmark = pytest.mark.drill
EACH = 200
CLEAN = 1000
LONGEST = 300
WITNESSED = 1000


class TestTamperAttacks:
    @pytest.mark.parametrize("kind", ATTACKS)
    def test_are_detected_and_located(self, kind, record_property):
        dice = seeded(f"drill {kind}")
        missed = []
        for _ in range(EACH):
            log = a_log(dice, dice.randrange(2, 300))
            expected = ATTACKS[kind](dice, log)
            if verified(log) not in expected:
                missed.append(expected)
        record_property("checks", EACH)
        assert missed == []


class TestCleanLogs:
    def test_raise_no_alarm(self, record_property):
        dice = seeded("drill clean")
        alarms = [found for _ in range(CLEAN) if (found := verified(a_log(dice, dice.randrange(1, 200))))]
        record_property("checks", CLEAN)
        assert alarms == []


class TestShorterLogsSignedWithTheStolenKey:
    def test_are_caught_by_one_old_checkpoint_whatever_was_cut(self, record_property):
        """The witness holds one checkpoint and no log: the forger can prove no consistency with it."""
        log = a_log(seeded("drill witness"), 2 * WITNESSED)
        leaves = [bytes.fromhex(row["leafHash"]) for row in log.rows]
        key = str(SIGNER.public)
        kept = checkpoint(SIGNER.sign(Checkpoint(NAME, len(leaves), root_of(leaves))), key)
        caught = 0
        for cut in range(1, WITNESSED + 1):
            shorter = leaves[:-cut]
            grown = [*shorter, *LEAVES, *LEAVES, *LEAVES, *LEAVES][: len(leaves) + 1]
            for forged in (shorter, grown):
                root, proof = root_of(forged), consistency_proof(len(leaves), forged)
                with pytest.raises(Wrong, match="forked"):
                    check_consistency(kept, (len(forged), root), as_written(proof))
                caught += 1
        record_property("checks", caught)
        assert caught == 2 * WITNESSED


class TestForgedCheckpoints:
    def test_are_refused_by_both_programs(self, record_property):
        dice = seeded("drill forged")
        tried = 0
        for _ in range(EACH // 4):
            for name, note in forged_notes(dice, a_log(dice, dice.randrange(10, 120))).items():
                with pytest.raises(Wrong, match="bad signature"):
                    checkpoint(note, str(SIGNER.public))
                with pytest.raises(BadCheckpoint):
                    pytest.fail(f"{name}: {read_checkpoint(note, SIGNER.public)}")
                tried += 1
        record_property("checks", tried)


class TestForgedProofs:
    def test_of_inclusion_are_refused(self, record_property):
        tried = 0
        for size in (*range(1, 66), 127, 128, 129, LONGEST):
            leaves, root = LEAVES[:size], root_of(LEAVES[:size])
            for index in {0, 1, size // 3, size // 2, size - 1} & set(range(size)):
                proof = inclusion_proof(index, leaves)
                claim = {"index": index, "size": size, "leaf": leaves[index], "root": root}
                assert includes(**claim, proof=proof)
                for other in flips(proof):
                    assert not includes(**claim, proof=other)
                    tried += 1
        record_property("checks", tried)

    def test_of_consistency_are_refused_by_both_programs(self, record_property):
        record_property("checks", sum(check_consistency_to(new) for new in range(1, 66)))


def as_written(proof):
    """As ``mappa audit prove`` prints it."""
    return "\n".join(b64encode(hashed).decode() for hashed in proof)
